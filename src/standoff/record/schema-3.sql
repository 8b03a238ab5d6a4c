-- From version 2 of the schema to version 3: what a signal is about, and how firmly it binds.
-- Both stay unknown in signals of version 2 until their document is read again.

ALTER TABLE signal ADD COLUMN deed TEXT;
ALTER TABLE signal ADD COLUMN strength TEXT;
