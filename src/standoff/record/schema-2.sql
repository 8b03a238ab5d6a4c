-- From version 1 of the schema to version 2: the cues, the quantity, the contexts and the evidence of events.
-- An event of version 1 was told once: its trigger is its evidence. Its document is read again when it comes again.

ALTER TABLE event ADD COLUMN historical_start INTEGER;
ALTER TABLE event ADD COLUMN historical_end INTEGER;
ALTER TABLE event ADD COLUMN future_start INTEGER;
ALTER TABLE event ADD COLUMN future_end INTEGER;
ALTER TABLE event ADD COLUMN hypothetical_start INTEGER;
ALTER TABLE event ADD COLUMN hypothetical_end INTEGER;
ALTER TABLE event ADD COLUMN negation_start INTEGER;
ALTER TABLE event ADD COLUMN negation_end INTEGER;
ALTER TABLE event ADD COLUMN quantity TEXT;
ALTER TABLE event ADD COLUMN contexts TEXT NOT NULL DEFAULT '[]';

CREATE TABLE event_evidence (
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    row      INTEGER NOT NULL,
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    PRIMARY KEY (document, row, position)
) STRICT, WITHOUT ROWID;
INSERT INTO event_evidence SELECT document, position, 0, trigger_start, trigger_end FROM event;
