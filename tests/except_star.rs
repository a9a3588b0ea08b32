//! `except*`: parts of exception groups.

#![deny(warnings)]

mod common;

use asyncpy::prelude::*;
use common::{Trace, block_on, pending_once};

#[asyncio::coroutine]
async fn star(group: Exception, trace: &Trace) {
    attempt! {
        try { raise!(group) }
        except* ValueError as eg { trace.push(format!("{eg:?}")); }
        except* (KeyError, TypeError) as eg {
            trace.push(format!("{eg:?}"));
            if eg.exceptions().len() == 2 { raise!() }
            if eg.exceptions()[0].args().is_empty() { raise!(RuntimeError("new")) }
        }
        else { trace.push("else"); }
        finally { trace.push("finally"); }
    }
}

#[test]
fn except_star() {
    let trace = Trace::default();
    let run = |group: Exception| {
        let left = block_on(star(group, &trace));
        (left.err().map(|e| format!("{e:?}")), trace.take())
    };
    let group = |parts: Vec<Exception>| ExceptionGroup::group("g", parts);

    let (left, events) = run(ValueError(1));
    assert_eq!(left, None);
    assert_eq!(events, ["ExceptionGroup('', [ValueError(1)])", "finally"]);

    let (left, events) = run(group(vec![ValueError(1), KeyError(2), OSError(3)]));
    assert_eq!(left.unwrap(), "ExceptionGroup('g', [OSError(3)])");
    assert_eq!(
        events,
        ["ExceptionGroup('g', [ValueError(1)])", "ExceptionGroup('g', [KeyError(2)])", "finally"]
    );

    let (left, events) = run(group(vec![ValueError(1), KeyError(2), TypeError(3), OSError(4)]));
    assert_eq!(left.unwrap(), "ExceptionGroup('g', [KeyError(2), TypeError(3), OSError(4)])");
    assert_eq!(events.len(), 3);

    let (left, _) = run(group(vec![ValueError(1), KeyError(()), OSError(4)]));
    assert_eq!(
        left.unwrap(),
        "ExceptionGroup('', [RuntimeError('new'), ExceptionGroup('g', [OSError(4)])])"
    );

    let (left, events) = run(OSError("other"));
    assert_eq!(left.unwrap(), "OSError('other')");
    assert_eq!(events, ["finally"]);
}

#[test]
fn except_star_without_exception() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) {
        attempt! {
            try { pending_once().await; }
            except* ValueError { trace.push("no"); }
            else { trace.push("else"); }
        }
    }
    let trace = Trace::default();
    block_on(outer(&trace)).unwrap();
    assert_eq!(trace.take(), ["else"]);
}
