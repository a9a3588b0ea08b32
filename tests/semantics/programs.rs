//! The lists: which programs have a port, and why the others have none.

use std::process::ExitCode;

#[path = "047_as_completed_async_for.rs"]
mod as_completed_async_for;
#[path = "045_as_completed_order.rs"]
mod as_completed_order;
#[path = "046_as_completed_timeout.rs"]
mod as_completed_timeout;
#[path = "025_await_coro_inline.rs"]
mod await_coro_inline;
#[path = "026_await_task_hop.rs"]
mod await_task_hop;
#[path = "032_bad_awaits.rs"]
mod bad_awaits;
#[path = "074_barrier.rs"]
mod barrier;
#[path = "014_base_exception_escapes.rs"]
mod base_exception_escapes;
#[path = "001_call_soon_fifo.rs"]
mod call_soon_fifo;
#[path = "012_callback_exception.rs"]
mod callback_exception;
#[path = "127_cancel_async_generator.rs"]
mod cancel_async_generator;
#[path = "106_cancel_before_return.rs"]
mod cancel_before_return;
#[path = "096_cancel_before_start.rs"]
mod cancel_before_start;
#[path = "109_cancel_by_hand.rs"]
mod cancel_by_hand;
#[path = "099_cancel_done_twice.rs"]
mod cancel_done_twice;
#[path = "102_cancel_in_except.rs"]
mod cancel_in_except;
#[path = "103_cancel_in_finally.rs"]
mod cancel_in_finally;
#[path = "108_cancel_message.rs"]
mod cancel_message;
#[path = "100_cancel_scheduled_wakeup.rs"]
mod cancel_scheduled_wakeup;
#[path = "105_cancel_self.rs"]
mod cancel_self;
#[path = "101_cancel_sleep0.rs"]
mod cancel_sleep0;
#[path = "104_cancel_swallowed.rs"]
mod cancel_swallowed;
#[path = "098_cancel_task_chain.rs"]
mod cancel_task_chain;
#[path = "097_cancel_waiting_future.rs"]
mod cancel_waiting_future;
#[path = "007_clock_resolution.rs"]
mod clock_resolution;
#[path = "126_condition_cancel.rs"]
mod condition_cancel;
#[path = "071_condition_notify.rs"]
mod condition_notify;
#[path = "072_condition_predicate.rs"]
mod condition_predicate;
#[path = "017_context_copy.rs"]
mod context_copy;
#[path = "019_done_callback_order.rs"]
mod done_callback_order;
#[path = "034_eager_gather.rs"]
mod eager_gather;
#[path = "033_eager_start.rs"]
mod eager_start;
#[path = "070_event_wakeup.rs"]
mod event_wakeup;
#[path = "020_future_states.rs"]
mod future_states;
#[path = "110_gather_cancel.rs"]
mod gather_cancel;
#[path = "111_gather_cancel_collect.rs"]
mod gather_cancel_collect;
#[path = "112_gather_child_cancelled.rs"]
mod gather_child_cancelled;
#[path = "040_gather_done_children.rs"]
mod gather_done_children;
#[path = "039_gather_dup_empty.rs"]
mod gather_dup_empty;
#[path = "037_gather_first_exception.rs"]
mod gather_first_exception;
#[path = "036_gather_hops.rs"]
mod gather_hops;
#[path = "035_gather_order.rs"]
mod gather_order;
#[path = "038_gather_return_exceptions.rs"]
mod gather_return_exceptions;
#[path = "008_handle_cancel.rs"]
mod handle_cancel;
#[path = "095_hop_table.rs"]
mod hop_table;
#[path = "128_keyboard_interrupt.rs"]
mod keyboard_interrupt;
#[path = "129_keyboard_interrupt_swallowed.rs"]
mod keyboard_interrupt_swallowed;
#[path = "123_lock_cancel_handoff.rs"]
mod lock_cancel_handoff;
#[path = "068_lock_fifo.rs"]
mod lock_fifo;
#[path = "069_lock_no_barging.rs"]
mod lock_no_barging;
#[path = "018_loop_state_errors.rs"]
mod loop_state_errors;
#[path = "015_never_retrieved.rs"]
mod never_retrieved;
#[path = "002_one_iteration_batch.rs"]
mod one_iteration_batch;
#[path = "124_queue_cancel_handoff.rs"]
mod queue_cancel_handoff;
#[path = "065_queue_join.rs"]
mod queue_join;
#[path = "067_queue_kinds.rs"]
mod queue_kinds;
#[path = "063_queue_maxsize.rs"]
mod queue_maxsize;
#[path = "066_queue_shutdown.rs"]
mod queue_shutdown;
#[path = "064_queue_steal.rs"]
mod queue_steal;
#[path = "062_queue_wakeup.rs"]
mod queue_wakeup;
#[path = "079_run_asyncgens.rs"]
mod run_asyncgens;
#[path = "078_run_main_exception.rs"]
mod run_main_exception;
#[path = "077_run_shutdown_errors.rs"]
mod run_shutdown_errors;
#[path = "076_run_shutdown_iterations.rs"]
mod run_shutdown_iterations;
#[path = "075_run_shutdown_order.rs"]
mod run_shutdown_order;
#[path = "011_run_until_complete_extra.rs"]
mod run_until_complete_extra;
#[path = "080_runner_reuse.rs"]
mod runner_reuse;
#[path = "125_semaphore_cancel_handoff.rs"]
mod semaphore_cancel_handoff;
#[path = "073_semaphore_fifo.rs"]
mod semaphore_fifo;
#[path = "021_set_result_hop.rs"]
mod set_result_hop;
#[path = "113_shield_cancel.rs"]
mod shield_cancel;
#[path = "061_shield_hops.rs"]
mod shield_hops;
#[path = "114_shield_inner_error.rs"]
mod shield_inner_error;
#[path = "024_sleep0_round_robin.rs"]
mod sleep0_round_robin;
#[path = "029_sleep_edge.rs"]
mod sleep_edge;
#[path = "027_sleep_positive_hops.rs"]
mod sleep_positive_hops;
#[path = "028_sleep_same_batch.rs"]
mod sleep_same_batch;
#[path = "010_stop_batch.rs"]
mod stop_batch;
#[path = "030_task_exception.rs"]
mod task_exception;
#[path = "023_task_first_step.rs"]
mod task_first_step;
#[path = "031_task_names.rs"]
mod task_names;
#[path = "060_taskgroup_base_error.rs"]
mod taskgroup_base_error;
#[path = "058_taskgroup_body_error.rs"]
mod taskgroup_body_error;
#[path = "117_taskgroup_cancel.rs"]
mod taskgroup_cancel;
#[path = "118_taskgroup_cancel_error.rs"]
mod taskgroup_cancel_error;
#[path = "057_taskgroup_child_error.rs"]
mod taskgroup_child_error;
#[path = "056_taskgroup_exit_hops.rs"]
mod taskgroup_exit_hops;
#[path = "119_taskgroup_nested.rs"]
mod taskgroup_nested;
#[path = "059_taskgroup_states.rs"]
mod taskgroup_states;
#[path = "009_threadsafe_fifo.rs"]
mod threadsafe_fifo;
#[path = "120_timeout_cancel_race.rs"]
mod timeout_cancel_race;
#[path = "121_timeout_cancelled_first.rs"]
mod timeout_cancelled_first;
#[path = "052_timeout_expiry.rs"]
mod timeout_expiry;
#[path = "055_timeout_nested.rs"]
mod timeout_nested;
#[path = "054_timeout_reschedule.rs"]
mod timeout_reschedule;
#[path = "122_timeout_swallowed.rs"]
mod timeout_swallowed;
#[path = "053_timeout_zero.rs"]
mod timeout_zero;
#[path = "004_timer_order.rs"]
mod timer_order;
#[path = "005_timer_ties.rs"]
mod timer_ties;
#[path = "006_timer_zero.rs"]
mod timer_zero;
#[path = "107_uncancel.rs"]
mod uncancel;
#[path = "115_wait_cancel.rs"]
mod wait_cancel;
#[path = "042_wait_first_completed.rs"]
mod wait_first_completed;
#[path = "043_wait_first_exception.rs"]
mod wait_first_exception;
#[path = "116_wait_for_cancel.rs"]
mod wait_for_cancel;
#[path = "048_wait_for_inline.rs"]
mod wait_for_inline;
#[path = "051_wait_for_swallow.rs"]
mod wait_for_swallow;
#[path = "049_wait_for_timeout.rs"]
mod wait_for_timeout;
#[path = "050_wait_for_zero.rs"]
mod wait_for_zero;
#[path = "041_wait_hops.rs"]
mod wait_hops;
#[path = "044_wait_timeout_errors.rs"]
mod wait_timeout_errors;
#[path = "022_waiter_order.rs"]
mod waiter_order;

/// The clock that a program runs on.
#[derive(Clone, Copy)]
pub enum Clock {
    /// Time jumps over the waiting.
    Virtual,
    /// The program blocks its thread, which virtual time does not see.
    Real,
}

/// A program that was ported.
pub struct Port {
    /// The name of its files.
    pub name: &'static str,
    /// Where it starts.
    pub main: fn() -> ExitCode,
    /// What it runs on.
    pub clock: Clock,
    /// Lines of the recording that only a program could print that does not compile.
    pub refused_by_rustc: &'static [&'static str],
}

const fn port(name: &'static str, main: fn() -> ExitCode) -> Port {
    Port { name, main, clock: Clock::Virtual, refused_by_rustc: &[] }
}

impl Port {
    const fn on_real_time(self) -> Self {
        Self { clock: Clock::Real, ..self }
    }

    const fn without(self, refused_by_rustc: &'static [&'static str]) -> Self {
        Self { refused_by_rustc, ..self }
    }
}

/// Every port.
pub const PORTS: &[Port] = &[
    port("001_call_soon_fifo", call_soon_fifo::main),
    port("002_one_iteration_batch", one_iteration_batch::main),
    port("004_timer_order", timer_order::main),
    port("005_timer_ties", timer_ties::main),
    port("006_timer_zero", timer_zero::main),
    port("007_clock_resolution", clock_resolution::main),
    port("008_handle_cancel", handle_cancel::main),
    port("009_threadsafe_fifo", threadsafe_fifo::main),
    port("010_stop_batch", stop_batch::main),
    port("011_run_until_complete_extra", run_until_complete_extra::main),
    port("012_callback_exception", callback_exception::main),
    port("014_base_exception_escapes", base_exception_escapes::main),
    port("015_never_retrieved", never_retrieved::main),
    port("017_context_copy", context_copy::main),
    port("018_loop_state_errors", loop_state_errors::main),
    port("019_done_callback_order", done_callback_order::main),
    port("020_future_states", future_states::main),
    port("021_set_result_hop", set_result_hop::main),
    port("022_waiter_order", waiter_order::main),
    port("023_task_first_step", task_first_step::main),
    port("024_sleep0_round_robin", sleep0_round_robin::main),
    port("025_await_coro_inline", await_coro_inline::main),
    port("026_await_task_hop", await_task_hop::main),
    port("027_sleep_positive_hops", sleep_positive_hops::main).on_real_time(),
    port("028_sleep_same_batch", sleep_same_batch::main).on_real_time(),
    port("029_sleep_edge", sleep_edge::main),
    port("030_task_exception", task_exception::main),
    port("031_task_names", task_names::main),
    port("032_bad_awaits", bad_awaits::main).without(&[
        "TypeError An asyncio.Future, a coroutine or an awaitable is required",
        "TypeError a coroutine was expected, got 5",
        "TypeError An asyncio.Future, a coroutine or an awaitable is required",
    ]),
    port("033_eager_start", eager_start::main),
    port("034_eager_gather", eager_gather::main),
    port("035_gather_order", gather_order::main),
    port("036_gather_hops", gather_hops::main),
    port("037_gather_first_exception", gather_first_exception::main),
    port("038_gather_return_exceptions", gather_return_exceptions::main),
    port("039_gather_dup_empty", gather_dup_empty::main),
    port("040_gather_done_children", gather_done_children::main),
    port("041_wait_hops", wait_hops::main),
    port("042_wait_first_completed", wait_first_completed::main),
    port("043_wait_first_exception", wait_first_exception::main),
    port("044_wait_timeout_errors", wait_timeout_errors::main).without(&[
        "TypeError expect a list of futures, not Future",
        "TypeError Passing coroutines is forbidden, use tasks explicitly.",
        "ValueError Invalid return_when value: ANY",
    ]),
    port("045_as_completed_order", as_completed_order::main),
    port("046_as_completed_timeout", as_completed_timeout::main),
    port("047_as_completed_async_for", as_completed_async_for::main),
    port("048_wait_for_inline", wait_for_inline::main),
    port("049_wait_for_timeout", wait_for_timeout::main),
    port("050_wait_for_zero", wait_for_zero::main),
    port("051_wait_for_swallow", wait_for_swallow::main),
    port("052_timeout_expiry", timeout_expiry::main).on_real_time(),
    port("053_timeout_zero", timeout_zero::main),
    port("054_timeout_reschedule", timeout_reschedule::main),
    port("055_timeout_nested", timeout_nested::main),
    port("056_taskgroup_exit_hops", taskgroup_exit_hops::main),
    port("057_taskgroup_child_error", taskgroup_child_error::main),
    port("058_taskgroup_body_error", taskgroup_body_error::main),
    port("059_taskgroup_states", taskgroup_states::main),
    port("060_taskgroup_base_error", taskgroup_base_error::main),
    port("061_shield_hops", shield_hops::main),
    port("062_queue_wakeup", queue_wakeup::main),
    port("063_queue_maxsize", queue_maxsize::main),
    port("064_queue_steal", queue_steal::main),
    port("065_queue_join", queue_join::main),
    port("066_queue_shutdown", queue_shutdown::main),
    port("067_queue_kinds", queue_kinds::main),
    port("068_lock_fifo", lock_fifo::main),
    port("069_lock_no_barging", lock_no_barging::main),
    port("070_event_wakeup", event_wakeup::main),
    port("071_condition_notify", condition_notify::main),
    port("072_condition_predicate", condition_predicate::main),
    port("073_semaphore_fifo", semaphore_fifo::main),
    port("074_barrier", barrier::main),
    port("075_run_shutdown_order", run_shutdown_order::main),
    port("076_run_shutdown_iterations", run_shutdown_iterations::main),
    port("077_run_shutdown_errors", run_shutdown_errors::main),
    port("078_run_main_exception", run_main_exception::main),
    port("079_run_asyncgens", run_asyncgens::main),
    port("080_runner_reuse", runner_reuse::main),
    port("095_hop_table", hop_table::main),
    port("096_cancel_before_start", cancel_before_start::main),
    port("097_cancel_waiting_future", cancel_waiting_future::main),
    port("098_cancel_task_chain", cancel_task_chain::main),
    port("099_cancel_done_twice", cancel_done_twice::main),
    port("100_cancel_scheduled_wakeup", cancel_scheduled_wakeup::main),
    port("101_cancel_sleep0", cancel_sleep0::main),
    port("102_cancel_in_except", cancel_in_except::main),
    port("103_cancel_in_finally", cancel_in_finally::main),
    port("104_cancel_swallowed", cancel_swallowed::main),
    port("105_cancel_self", cancel_self::main),
    port("106_cancel_before_return", cancel_before_return::main),
    port("107_uncancel", uncancel::main),
    port("108_cancel_message", cancel_message::main),
    port("109_cancel_by_hand", cancel_by_hand::main),
    port("110_gather_cancel", gather_cancel::main),
    port("111_gather_cancel_collect", gather_cancel_collect::main),
    port("112_gather_child_cancelled", gather_child_cancelled::main),
    port("113_shield_cancel", shield_cancel::main),
    port("114_shield_inner_error", shield_inner_error::main),
    port("115_wait_cancel", wait_cancel::main),
    port("116_wait_for_cancel", wait_for_cancel::main),
    port("117_taskgroup_cancel", taskgroup_cancel::main),
    port("118_taskgroup_cancel_error", taskgroup_cancel_error::main),
    port("119_taskgroup_nested", taskgroup_nested::main),
    port("120_timeout_cancel_race", timeout_cancel_race::main),
    port("121_timeout_cancelled_first", timeout_cancelled_first::main),
    port("122_timeout_swallowed", timeout_swallowed::main),
    port("123_lock_cancel_handoff", lock_cancel_handoff::main),
    port("124_queue_cancel_handoff", queue_cancel_handoff::main),
    port("125_semaphore_cancel_handoff", semaphore_cancel_handoff::main),
    port("126_condition_cancel", condition_cancel::main),
    port("127_cancel_async_generator", cancel_async_generator::main),
    port("128_keyboard_interrupt", keyboard_interrupt::main),
    port("129_keyboard_interrupt_swallowed", keyboard_interrupt_swallowed::main),
];

/// Every program that has no port, and why.
pub const WITHOUT_PORT: &[(&str, &str)] = &[
    ("003_iteration_order", "watches a file descriptor; loops have no `add_reader` yet"),
    (
        "013_handler_failure",
        "shows records of Python's logging; the runtime writes to stderr, which its own tests read",
    ),
    (
        "016_destroyed_pending",
        "shows the garbage collector; the loop owns its tasks, so none is collected while it runs",
    ),
    ("081_thread_bridge", "not ported yet: threads came later than the ports"),
    ("082_executor_cancel", "not ported yet: threads came later than the ports"),
    ("083_stream_reader", "there are no streams yet"),
    ("084_stream_limit", "there are no streams yet"),
    ("085_stream_one_reader", "there are no streams yet"),
    ("086_protocol_order", "there are no transports and protocols yet"),
    ("087_transport_close", "there are no transports and protocols yet"),
    ("088_flow_control", "there are no transports and protocols yet"),
    ("089_echo_server", "there are no streams yet"),
    ("090_subprocess", "there are no subprocesses yet"),
    ("091_signal_handler", "not ported yet: signal handlers came later than the ports"),
    ("092_debug_mode", "shows records of Python's logging"),
    ("093_fd_callbacks", "watches a file descriptor; loops have no `add_reader` yet"),
    ("094_sock_calls", "loops have no `sock_*` yet"),
];
