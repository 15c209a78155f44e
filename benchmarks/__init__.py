"""Speed, measured: every module here has a `main()` that prints a table and asserts nothing."""
