-- The case file: documents, every row read from them, and how each row came about.
--
-- Conventions
--   * Offsets ("start", "end") are 0-based, end exclusive, in Unicode code points of document.text. The words of a span
--     are never stored: they are cut from the text when a row is read back, so the two cannot drift apart.
--   * A row belongs to a document and has a position in it (document, position): the order in which its reader gave it.
--     Removing a document removes its rows.
--   * "id" is the public name of a row. It is indexed and not declared unique: twelve hexadecimal digits may meet by
--     chance in a case of many millions of rows, and a chance meeting must not lose a row.
--   * "reader" names the component and version that made the row, "confidence" is 0 to 1, "why" is JSON:
--     {"rule": the rule that fired, "saw": {what: words}}.
--   * Times keep their own grain: X_value is ISO 8601 ("2031-05" is a month), X_grain its grain. "first_day" and
--     "last_day" are the days that such a value covers: derived, for order and for filters only.
--   * Unknown is NULL.
--
-- PRAGMA application_id ('Stnd') tells a case from any other file; PRAGMA user_version is the version of this schema.
-- Both are set by store.py in the transaction that runs this script.

CREATE TABLE run (                          -- one run of `standoff read`, or of the Python API
    number   INTEGER PRIMARY KEY,
    started  TEXT NOT NULL,                 -- ISO 8601, UTC
    finished TEXT,                          -- NULL: still running, or stopped in the middle
    version  TEXT NOT NULL,                 -- of Standoff
    readers  TEXT NOT NULL                  -- JSON, keys sorted: kind of row -> reader and version, and what taught them
) STRICT;

CREATE TABLE raw (                          -- the bytes that a text was extracted from
    sha256 TEXT PRIMARY KEY,
    bytes  BLOB NOT NULL                    -- compressed with zlib
) STRICT, WITHOUT ROWID;

CREATE TABLE document (                     -- one per text; its origin as it came first
    number          INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,   -- doc- and sixteen digits of sha256
    sha256          TEXT NOT NULL UNIQUE,   -- of the text in UTF-8
    text            TEXT NOT NULL,
    uri             TEXT NOT NULL,
    outlet          TEXT,
    title           TEXT,
    published       TEXT,
    published_grain TEXT,
    published_from  TEXT,                   -- text, metadata, filename or user
    byline          TEXT,
    dateline        TEXT,
    language        TEXT,
    notes           TEXT NOT NULL,          -- JSON list of remarks on the reading of the file
    raw_sha256      TEXT,                   -- the bytes are in raw where they were handed over
    first_day       TEXT,                   -- of published
    last_day        TEXT,
    run             INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX document_day ON document (first_day);

CREATE TABLE carrier (                      -- every uri under which a text came, with what was said of it there
    document        INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    uri             TEXT NOT NULL,
    outlet          TEXT,
    published       TEXT,
    published_grain TEXT,
    raw_sha256      TEXT,
    PRIMARY KEY (document, uri)
) STRICT, WITHOUT ROWID;

CREATE TABLE unreadable (                   -- what was given and could not be read, and why
    uri    TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    run    INTEGER NOT NULL REFERENCES run
) STRICT, WITHOUT ROWID;

CREATE TABLE zone (                         -- what each stretch of a text is: headline, body, chrome ...
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    zone     TEXT NOT NULL,
    rule     TEXT NOT NULL,                 -- the cue that decided
    PRIMARY KEY (document, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE actor (                        -- an actor as some document describes it
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL,                   -- kind and name: documents that name the same actor share it
    name   TEXT NOT NULL,
    kind   TEXT NOT NULL,                   -- country, organisation, person or group
    codes  TEXT NOT NULL,                   -- JSON: {"iso3": ..., "plover": ...}
    UNIQUE (id, name, kind, codes)
) STRICT;

CREATE TABLE appearance (                   -- an actor in a document
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    actor      INTEGER NOT NULL REFERENCES actor,
    confidence REAL NOT NULL,
    reader     TEXT NOT NULL,
    why        TEXT NOT NULL,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX appearance_actor ON appearance (actor);

CREATE TABLE role (                         -- an office or membership that a document gives an actor
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    row      INTEGER NOT NULL,              -- appearance.position
    position INTEGER NOT NULL,
    holder   TEXT NOT NULL,                 -- actor id
    title    TEXT NOT NULL,
    of       TEXT,                          -- actor id
    start    INTEGER,                       -- where the text says so; NULL: an overlay or a table does
    "end"    INTEGER,
    PRIMARY KEY (document, row, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_of ON role (of, holder);
CREATE INDEX role_holder ON role (holder);

CREATE TABLE alias (                        -- names that an actor can be asked for by: id, name, codes, words in the text
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    name     TEXT NOT NULL,                 -- folded: case, marks and spaces made plain
    actor    TEXT NOT NULL,                 -- actor id
    PRIMARY KEY (document, name, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_name ON alias (name, actor);

CREATE TABLE mention (                      -- a place where an actor is named
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    id         TEXT NOT NULL,
    actor      TEXT NOT NULL,
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    confidence REAL NOT NULL,
    reader     TEXT NOT NULL,
    why        TEXT NOT NULL,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_id ON mention (id);
CREATE INDEX mention_actor ON mention (actor);

CREATE TABLE attribution (                  -- who said (thought, promised ...) what
    document      INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    id            TEXT NOT NULL,
    source_start  INTEGER,
    source_end    INTEGER,
    cue_start     INTEGER,
    cue_end       INTEGER,
    kind          TEXT NOT NULL,            -- direct, indirect or mixed
    speaker       TEXT,                     -- actor id
    candidates    TEXT NOT NULL,            -- JSON list of actor ids: who else it could be
    addressee     TEXT,                     -- actor id
    said_on_value TEXT,
    said_on_grain TEXT,
    venue         TEXT,
    confidence    REAL NOT NULL,
    reader        TEXT NOT NULL,
    why           TEXT NOT NULL,
    first_day     TEXT,                     -- of said_on, else of the document
    last_day      TEXT,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX attribution_id ON attribution (id);
CREATE INDEX attribution_day ON attribution (first_day);
CREATE INDEX attribution_speaker ON attribution (speaker);

CREATE TABLE attribution_content (          -- the words said: one span, or several where the quotation is broken
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    row      INTEGER NOT NULL,              -- attribution.position
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    PRIMARY KEY (document, row, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (                        -- who did what to whom, in PLOVER's types
    document       INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    id             TEXT NOT NULL,
    event_type     TEXT NOT NULL,
    mode           TEXT,
    quad           TEXT NOT NULL,
    intensity      REAL NOT NULL,
    track          TEXT,                    -- deterrence, dialogue or none
    trigger_start  INTEGER NOT NULL,
    trigger_end    INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end   INTEGER NOT NULL,
    modality       TEXT NOT NULL,           -- JSON list
    historical_start   INTEGER,             -- the words that say so, of each modality; also where they made the event
    historical_end     INTEGER,             -- another type and are not in the list ("refused to": a REJECT)
    future_start       INTEGER,
    future_end         INTEGER,
    hypothetical_start INTEGER,
    hypothetical_end   INTEGER,
    negation_start     INTEGER,
    negation_end       INTEGER,
    when_value     TEXT,
    when_grain     TEXT,
    "where"        TEXT,                    -- id of a place
    quantity       TEXT,                    -- id of the figure that it carries: "deployed 2,000 troops"
    attribution    TEXT,                    -- id of the one it is inside; NULL: the outlet's own voice
    contexts       TEXT NOT NULL DEFAULT '[]', -- JSON list: PLOVER's contexts
    confidence     REAL NOT NULL,
    reader         TEXT NOT NULL,
    why            TEXT NOT NULL,
    first_day      TEXT,                    -- of when, else of the document
    last_day       TEXT,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_id ON event (id);
CREATE INDEX event_day ON event (first_day);
CREATE INDEX event_event_type ON event (event_type, first_day);

CREATE TABLE event_party (                  -- the actors and recipients of an event
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    row      INTEGER NOT NULL,              -- event.position
    side     TEXT NOT NULL,                 -- actors or recipients
    position INTEGER NOT NULL,
    actor    TEXT NOT NULL,                 -- actor id
    PRIMARY KEY (document, row, side, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_party_actor ON event_party (actor, side);

CREATE TABLE event_evidence (               -- the trigger of each telling of an event, that of the row itself first
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    row      INTEGER NOT NULL,              -- event.position
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    PRIMARY KEY (document, row, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE signal (                       -- a threat, promise, demand, offer, refusal ...
    document        INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    position        INTEGER NOT NULL,
    id              TEXT NOT NULL,
    act             TEXT NOT NULL,
    sender          TEXT,                   -- actor id: on whose behalf
    voice           TEXT,                   -- actor id: who said it
    recipient       TEXT,                   -- actor id
    start           INTEGER NOT NULL,
    "end"           INTEGER NOT NULL,
    condition_start INTEGER,
    condition_end   INTEGER,
    condition_kind  TEXT,
    deadline_value  TEXT,
    deadline_grain  TEXT,
    deed            TEXT,                   -- PLOVER type of what is threatened, promised, demanded or claimed
    strength        TEXT,                   -- tentative, firm or grave
    track           TEXT,
    attribution     TEXT,                   -- id of the one it is inside
    confidence      REAL NOT NULL,
    reader          TEXT NOT NULL,
    why             TEXT NOT NULL,
    first_day       TEXT,                   -- of the attribution it is inside, else of the document
    last_day        TEXT,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX signal_id ON signal (id);
CREATE INDEX signal_day ON signal (first_day);
CREATE INDEX signal_act ON signal (act, first_day);
CREATE INDEX signal_sender ON signal (sender);

CREATE TABLE timex (                        -- a time expression
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    id         TEXT NOT NULL,
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    value      TEXT,
    grain      TEXT,
    anchor     TEXT,                        -- the ISO date it was resolved against
    confidence REAL NOT NULL,
    reader     TEXT NOT NULL,
    why        TEXT NOT NULL,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX timex_id ON timex (id);

CREATE TABLE place (                        -- a toponym
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    id         TEXT NOT NULL,
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    name       TEXT NOT NULL,
    latitude   REAL,                        -- degrees, WGS 84
    longitude  REAL,
    country    TEXT,                        -- ISO 3166 alpha-3
    geonames   INTEGER,
    confidence REAL NOT NULL,
    reader     TEXT NOT NULL,
    why        TEXT NOT NULL,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX place_id ON place (id);

CREATE TABLE quantity (                     -- a figure and what it counts
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    id         TEXT NOT NULL,
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    value      REAL NOT NULL,
    qualifier  TEXT,                        -- >, <, ~, >= or <=
    unit       TEXT,
    of_start   INTEGER,
    of_end     INTEGER,
    confidence REAL NOT NULL,
    reader     TEXT NOT NULL,
    why        TEXT NOT NULL,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX quantity_id ON quantity (id);

CREATE TABLE agenda (                       -- what was still ahead when the article was printed
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    id         TEXT NOT NULL,
    what_start INTEGER NOT NULL,
    what_end   INTEGER NOT NULL,
    when_value TEXT,
    when_grain TEXT,
    confidence REAL NOT NULL,
    reader     TEXT NOT NULL,
    why        TEXT NOT NULL,
    first_day  TEXT,                        -- of when
    last_day   TEXT,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_id ON agenda (id);
CREATE INDEX agenda_day ON agenda (first_day);

CREATE TABLE agenda_party (                 -- who takes part
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    row      INTEGER NOT NULL,              -- agenda.position
    side     TEXT NOT NULL,                 -- actors
    position INTEGER NOT NULL,
    actor    TEXT NOT NULL,                 -- actor id
    PRIMARY KEY (document, row, side, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_party_actor ON agenda_party (actor);

-- Words of the texts, for `search`. The index keeps no copy of a text: it reads document.text where it needs it.
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = 'document', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER document_words AFTER INSERT ON document BEGIN
    INSERT INTO words (rowid, text) VALUES (new.number, new.text);
END;
CREATE TRIGGER document_words_gone AFTER DELETE ON document BEGIN
    INSERT INTO words (words, rowid, text) VALUES ('delete', old.number, old.text);
END;
