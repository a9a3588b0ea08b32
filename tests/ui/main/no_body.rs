//~ 1 error: `;`

#[asyncpy::main]
async fn main();
