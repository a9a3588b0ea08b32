//! Looking into a `Cell`, whose content can only be exchanged.

use std::cell::Cell;

/// A copy of what the cell holds. The default value stands in for it while it is copied.
pub(super) fn peek<T: Clone + Default>(cell: &Cell<T>) -> T {
    let value = cell.take();
    cell.set(value.clone());
    value
}
