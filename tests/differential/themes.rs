//! What programs are about: the lines that each theme is made of.
//!
//! Words with `$` stand for a thing of a kind, with `+` for a slot to put one into, `%` for a number; see
//! `generate.rs`.

/// Lines that go together.
pub struct Theme {
    pub name: &'static str,
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
    name: "base",
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
    awaits: &["await $gx", "await $gx", "await $f"],
    blocks: &[],
};

static WAIT: Theme = Theme {
    name: "wait",
    declares: &["future f0"],
    steps: &[
        "spawn +t $w",
        "spawn +t $w",
        "set $f %",
        "shield +f $argument",
        "shield +f $argument",
        "shield +f $t",
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
    steps: &["spawn +t $w", "spawn +t $w", "set $f %", "cancel $any"],
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
    blocks: &["timeout +m $timeout", "timeout +m $timeout", "timeout_at +m $timeout"],
};

static GROUP: Theme = Theme {
    name: "group",
    declares: &[],
    steps: &[
        "gspawn $n +t $w $name",
        "gspawn $n +t $w",
        "gspawn $n +t $w",
        "gspawn $n _ $w",
        "cancel $taskself $message",
        "raise $class",
    ],
    awaits: &["sleep $delay"],
    blocks: &["group +n", "group +n", "group +n"],
};

static LOCKS: Theme = Theme {
    name: "locks",
    declares: &["lock l0", "condition c0", "condition c1 l0", "semaphore s0 #", "bounded s1 %"],
    steps: &[
        "release $ls",
        "release $ls",
        "release $lcs",
        "locked $lcs",
        "notify $c",
        "notify $c %3",
        "notify_all $c",
        "bump $c",
    ],
    awaits: &[
        "acquire $ls",
        "acquire $ls",
        "acquire $lcs",
        "cwait $c",
        "cwait_for $c %3",
        "sleep $delay",
    ],
    blocks: &["with $ls", "with $lcs", "with $c"],
};

static CONDITION: Theme = Theme {
    name: "condition",
    declares: &["condition c0"],
    steps: &["notify c0", "notify c0 %3", "notify_all c0", "bump c0", "bump c0", "cancel $t"],
    awaits: &["cwait c0", "cwait c0", "cwait_for c0 %3", "sleep $delay"],
    blocks: &["with c0", "with c0"],
};

static SEMAPHORE: Theme = Theme {
    name: "semaphore",
    declares: &["semaphore s0 #", "bounded s1 %"],
    steps: &["release $s", "release $s", "locked $s", "cancel $t"],
    awaits: &["acquire $s", "acquire $s", "sleep $delay"],
    blocks: &["with $s"],
};

static EVENT: Theme = Theme {
    name: "event",
    declares: &["event e0"],
    steps: &["eset e0", "eset e0", "eclear e0", "cancel $t"],
    awaits: &["ewait e0", "ewait e0", "sleep $delay"],
    blocks: &[],
};

static BARRIER: Theme = Theme {
    name: "barrier",
    declares: &["barrier b0 %3"],
    steps: &["bstate b0", "spawn +t $w", "cancel $t"],
    awaits: &["bwait b0", "bwait b0", "bwait b0", "breset b0", "babort b0", "sleep $delay"],
    blocks: &["with b0"],
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
    awaits: &["put $q %", "put $q %", "get $q", "get $q", "join $q", "sleep $delay"],
    blocks: &["repeat 2"],
};

static ONE_QUEUE: Theme = Theme {
    name: "one_queue",
    declares: &["queue q0 %3"],
    steps: &["put_nowait q0 %", "get_nowait q0", "task_done q0", "cancel $t", "qstate q0"],
    awaits: &["put q0 %", "put q0 %", "get q0", "get q0", "join q0", "sleep $delay"],
    blocks: &["repeat 3"],
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
    awaits: &["await $f", "sleep $delay"],
    blocks: &[],
};

/// The themes that a program may have beside the base.
pub static ALL: [&Theme; 16] = [
    &FUTURES, &CALLBACKS, &GATHER, &WAIT, &COMPLETED, &TIMEOUT, &GROUP, &LOCKS, &CONDITION,
    &SEMAPHORE, &EVENT, &BARRIER, &QUEUE, &ONE_QUEUE, &CONTEXT, &EAGER,
];
