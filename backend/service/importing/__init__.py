"""Files as a way in: rows of a CSV or XLSX file become reports, each exactly once.

`mapping` says what a column means, `reading` opens the file (or refuses it whole), `rows` turns a row into a
report (or says what is wrong with it), `running` hands them to the one function and counts what happened.
"""
