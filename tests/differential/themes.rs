//! What programs are about: the lines that each theme is made of.
//!
//! Words with `$` stand for a thing of a kind, with `+` for a slot to put one into, `%` for a number; see
//! `generate.rs`.

/// Lines that go together.
pub struct Theme {
    /// Lines at the top of the program; `#` is a number from 0, `%` one from 1.
    pub declares: &'static [&'static str],
    /// Lines that do not await.
    pub steps: &'static [&'static str],
    /// Lines that await.
    pub awaits: &'static [&'static str],
    /// Heads of blocks.
    pub blocks: &'static [&'static str],
}

/// Part of every program.
pub static BASE: Theme = Theme {
    declares: &[],
    steps: &[
        "spawn +t $w $name",
        "spawn +t $w $name",
        "spawn +t $w",
        "spawn +t $w",
        "cancel $anyself $message",
        "cancel $any $message",
        "state $any",
        "log %",
        "raise $class",
        "return %",
        "reraise",
        "result $any",
    ],
    awaits: &[
        "sleep $delay",
        "sleep $delay",
        "sleep $delay %",
        "await $any",
        "await $any",
        "await $w",
    ],
    blocks: &["repeat 2"],
};

static FUTURES: Theme = Theme {
    declares: &["future f0", "future f1"],
    steps: &[
        "set $f %",
        "set $f %",
        "fail $f $class",
        "cancel $f $message",
        "future +f",
        "on $any $k",
        "on $any $k",
        "off $any $k",
        "exception $any",
        "result $f",
    ],
    awaits: &["await $f", "await $f", "sleep 0"],
    blocks: &[],
};

static CALLBACKS: Theme = Theme {
    declares: &["future f0"],
    steps: &[
        "soon +h $k",
        "soon +h $k",
        "later +h $delay $k",
        "later +h $delay $k",
        "at +h $delay $k",
        "hcancel $h",
        "on $any $k",
        "set $f %",
    ],
    awaits: &["await $f", "sleep $delay"],
    blocks: &[],
};

static GATHER: Theme = Theme {
    declares: &["future f0"],
    steps: &[
        "gather +g $some",
        "gather +g $some",
        "gatherx +x $some",
        "gatherx +x $some",
        "cancel $gx $message",
        "state $gx",
        "result $gx",
        "set $f %",
    ],
    awaits: &["await $gx", "await $gx", "await $f"],
    blocks: &[],
};

/// The themes that a program may have beside the base.
pub static ALL: [&Theme; 3] = [&FUTURES, &CALLBACKS, &GATHER];
