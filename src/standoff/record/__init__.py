"""The case file: what was read, kept in one SQLite file that can be asked, mailed and opened anywhere.

`schema.sql` is the layout of the file, `store` opens and fills it, `queries` and `search` answer questions; SQL is
written nowhere else. `entries` has what comes back, `layout` says which columns hold which field, `days` and `names`
make plain what questions compare.
"""
