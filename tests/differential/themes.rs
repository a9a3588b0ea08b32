//! What programs are about: the lines that each theme is made of.
//!
//! Words with `$` stand for a thing of a kind, with `+` for a slot to put one into, `%` for a number, `@` for the slot
//! that the block around is about; see `generate.rs`.

/// Lines that go together.
pub struct Theme {
    pub name: &'static str,
    /// Lines at the top of the program; `#` is a number from 0, `%` one from 1.
    pub declares: &'static [&'static str],
    /// Lines that do not await.
    pub steps: &'static [&'static str],
    /// Lines that await.
    pub awaits: &'static [&'static str],
    /// Blocks.
    pub blocks: &'static [Block],
}

/// A block of a theme.
pub struct Block {
    pub head: &'static str,
    /// Lines that make sense in it, whether they await or not.
    pub inside: &'static [&'static str],
}

const fn block(head: &'static str, inside: &'static [&'static str]) -> Block {
    Block { head, inside }
}

const TIMEOUT_INSIDE: &[&str] = &[
    "sleep $delay",
    "sleep 2",
    "reschedule @ $timeout",
    "expired @",
    "await $awaited",
    "await $any",
];

const GROUP_INSIDE: &[&str] = &[
    "gspawn @ +t $w",
    "gspawn @ +t $w",
    "gspawn @ +t $w $name",
    "gspawn @ _ $w",
    "gspawn @ +t $w eager",
    "sleep $delay",
    "raise $class",
];

const CONDITION_INSIDE: &[&str] = &[
    "cwait @",
    "cwait @",
    "cwait_for @ %3",
    "notify @",
    "notify @ %3",
    "notify_all @",
    "bump @",
    "sleep $delay",
    "wait_for $timeout $w",
];

/// Part of every program.
pub static BASE: Theme = Theme {
    name: "base",
    declares: &[],
    steps: &[
        "spawn +t $w $name",
        "spawn +t $w",
        "spawn +t $w",
        "cancel $anyself $message",
        "cancel $any $message",
        "state $any",
        "raise $class",
        "result $any",
    ],
    awaits: &[
        "sleep $delay",
        "sleep $delay",
        "sleep $delay",
        "sleep $delay %",
        "await $any",
        "await $any",
        "await $w",
    ],
    blocks: &[block("repeat 2", &[])],
};

static FUTURES: Theme = Theme {
    name: "futures",
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
    name: "callbacks",
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
    name: "gather",
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
    awaits: &["await $gx", "await $gx", "await $gx", "await $f"],
    blocks: &[],
};

static WAIT: Theme = Theme {
    name: "wait",
    declares: &["future f0"],
    steps: &[
        "spawn +t $w",
        "set $f %",
        "shield +f $argument",
        "shield +f $t",
        "shield +g $g",
        "shield +x $x",
    ],
    awaits: &[
        "wait $when $timeout $futures",
        "wait $when none $futures",
        "wait $when $timeout $futures",
        "wait_for $timeout $awaited",
        "wait_for $timeout $awaited",
        "wait_for $timeout $awaited",
    ],
    blocks: &[],
};

static COMPLETED: Theme = Theme {
    name: "completed",
    declares: &["future f0"],
    steps: &["spawn +t $w", "set $f %", "cancel $any"],
    awaits: &[
        "completed $timeout $some",
        "completed none $some",
        "completedx $timeout $some",
        "completedx none $some",
    ],
    blocks: &[],
};

static TIMEOUT: Theme = Theme {
    name: "timeout",
    declares: &[],
    steps: &[
        "reschedule $m $timeout",
        "expired $m",
        "uncancel $taskself",
        "cancel self $message",
        "uncancel self",
    ],
    awaits: &["sleep $delay", "await $awaited", "sleep 5"],
    blocks: &[
        block("timeout +m $timeout", TIMEOUT_INSIDE),
        block("timeout +m $timeout", TIMEOUT_INSIDE),
        block("timeout_at +m $timeout", TIMEOUT_INSIDE),
    ],
};

static GROUP: Theme = Theme {
    name: "group",
    declares: &[],
    steps: &["gspawn $n +t $w", "cancel $taskself $message", "uncancel $taskself", "cancel $t"],
    awaits: &["sleep $delay"],
    blocks: &[block("group +n", GROUP_INSIDE), block("group +n", GROUP_INSIDE)],
};

static LOCK: Theme = Theme {
    name: "lock",
    declares: &["lock l0", "lock l1"],
    steps: &["locked $l", "release $l", "cancel $t"],
    awaits: &["acquire $l", "sleep $delay"],
    blocks: &[
        block("with $l", &["sleep $delay", "locked @"]),
        block("with $l", &["sleep 1", "release @"]),
    ],
};

static CONDITION: Theme = Theme {
    name: "condition",
    declares: &["lock l0", "condition c0", "condition c1 l0"],
    steps: &["bump $c", "spawn +t $w", "cancel $t", "locked $c"],
    awaits: &["sleep $delay", "sleep 1", "sleep 0"],
    blocks: &[
        block("with $c", CONDITION_INSIDE),
        block("with $c", CONDITION_INSIDE),
        block("with $c", CONDITION_INSIDE),
        block("with c0", CONDITION_INSIDE),
        block("with l0", &["notify c1", "cwait c1"]),
    ],
};

static SEMAPHORE: Theme = Theme {
    name: "semaphore",
    declares: &["semaphore s0 #", "bounded s1 %"],
    steps: &["release s0", "release $s", "locked $s", "cancel $t"],
    awaits: &["acquire $s", "acquire $s", "sleep $delay"],
    blocks: &[block("with $s", &["sleep $delay", "locked @", "release @"])],
};

static EVENT: Theme = Theme {
    name: "event",
    declares: &["event e0"],
    steps: &["eset e0", "eset e0", "eclear e0", "eclear e0", "cancel $t"],
    awaits: &["ewait e0", "ewait e0", "sleep $delay"],
    blocks: &[],
};

static BARRIER: Theme = Theme {
    name: "barrier",
    declares: &["barrier b0 %"],
    steps: &["bstate b0", "spawn +t $w", "spawn +t $w", "cancel $t"],
    awaits: &[
        "bwait b0",
        "bwait b0",
        "bwait b0",
        "bwait b0",
        "bwait b0",
        "breset b0",
        "babort b0",
        "sleep $delay",
    ],
    blocks: &[block("with b0", &["sleep $delay", "bstate b0"])],
};

static QUEUE: Theme = Theme {
    name: "queue",
    declares: &["queue q0 #", "lifo q1 #", "priority q2 #"],
    steps: &[
        "put_nowait $q %",
        "put_nowait $q %",
        "get_nowait $q",
        "task_done $q",
        "qstate $q",
        "cancel $t",
        "shutdown $q $now",
    ],
    awaits: &["put $q %", "put $q %", "put $q %", "get $q", "get $q", "join $q", "sleep $delay"],
    blocks: &[block("repeat 2", &["put $q %", "put $q %", "get $q"])],
};

static ONE_QUEUE: Theme = Theme {
    name: "one_queue",
    declares: &["queue q0 %"],
    steps: &["put_nowait q0 %", "task_done q0", "cancel $t", "cancel $t", "qstate q0"],
    awaits: &[
        "put q0 %",
        "put q0 %",
        "put q0 %",
        "get q0",
        "get q0",
        "get q0",
        "join q0",
        "sleep $delay",
    ],
    blocks: &[block("repeat 3", &["put q0 %", "get q0", "sleep 0", "task_done q0"])],
};

static CONTEXT: Theme = Theme {
    name: "context",
    declares: &["var v0", "var v1 %"],
    steps: &[
        "vset $v % $token",
        "vset $v % $token",
        "vget $v",
        "vget $v",
        "vreset $v o0",
        "vreset $v o1",
        "copy +z",
        "copy +z",
        "cget $z $v",
        "spawn +t $w $context",
        "soon +h $k $context",
        "on $any $k",
        "later +h $delay $k",
    ],
    awaits: &["sleep $delay", "await $w"],
    blocks: &[],
};

static EAGER: Theme = Theme {
    name: "eager",
    declares: &["future f0"],
    steps: &[
        "spawn +t $w eager $name",
        "spawn +t $w eager",
        "spawn +t $w eager",
        "set $f %",
        "name $t",
        "name $taskself new",
        "all",
        "cancel $anyself",
        "uncancel self",
    ],
    awaits: &["await $f", "sleep $delay", "await $w"],
    blocks: &[],
};

static TIMERS: Theme = Theme {
    name: "timers",
    declares: &[],
    steps: &["timers 8", "timers 30", "timers 130", "later +h $delay $k", "hcancel $h"],
    awaits: &["sleep 1", "sleep 2", "sleep $delay"],
    blocks: &[],
};

static EXIT: Theme = Theme {
    name: "exit",
    declares: &["future f0"],
    steps: &[
        "raise SystemExit",
        "raise KeyboardInterrupt",
        "stop",
        "set $f %",
        "soon +h $k",
        "on $any $k",
        "log %",
        "fail $f StopIteration",
    ],
    awaits: &["sleep $delay", "await $f", "await $any", "await $w"],
    blocks: &[block("group +n", GROUP_INSIDE), block("timeout +m $timeout", TIMEOUT_INSIDE)],
};

/// The themes that a program may have beside the base.
pub static ALL: [&Theme; 18] = [
    &TIMERS, &EXIT, &FUTURES, &CALLBACKS, &GATHER, &WAIT, &COMPLETED, &TIMEOUT, &GROUP, &LOCK,
    &CONDITION, &SEMAPHORE, &EVENT, &BARRIER, &QUEUE, &ONE_QUEUE, &CONTEXT, &EAGER,
];
