"""The item catalogue while the service runs: new versions from files or from an administrator's hand.

`mapping` says what a file's columns and unit words mean, `rows` turns a row into an item (or says what is
wrong with it), `codes` gives each item a code that it keeps, `planning` says what a proposed version changes,
`difference` says it in words, `keeping` puts it in force, `versions` reads what there is, `sheets` writes a
version as a table for offices.
"""
