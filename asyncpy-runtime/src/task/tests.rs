//! Tests of the task core.
