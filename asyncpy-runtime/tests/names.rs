//! B31: the names that tasks get. The numbers count up per process, so this test is alone in its own.

mod common;

use asyncpy_runtime::{
    AnyTask, Exception, TaskOptions, all_tasks, create_task, current_task, sleep,
};
use common::{assert_said, coroutine, py, run_ok, say};

#[test]
fn b31_default_names_count_up_and_given_names_use_no_number() {
    run_ok(coroutine(async {
        let names = || -> Result<Vec<String>, Exception> {
            Ok(all_tasks()?.iter().map(AnyTask::get_name).collect())
        };
        let child = || {
            coroutine(async {
                say!("in {}", current_task()?.expect("a task").get_name());
                Ok(())
            })
        };
        let first = create_task(child())?;
        let named = TaskOptions::new().name("named").spawn(child())?;
        let last = create_task(child())?;
        say!("{:?}", names()?);
        last.set_name(99);
        sleep(0).await?;
        say!("{:?} {} {:?}", names()?, py(first.done()), named.result()?);
        Ok(())
    }));
    assert_said([
        "[\"Task-1\", \"Task-2\", \"named\", \"Task-3\"]",
        "in Task-2",
        "in named",
        "in 99",
        "[\"Task-1\"] True ()",
    ]);
}
