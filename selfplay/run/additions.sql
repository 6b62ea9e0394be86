-- Tables that came after version 1 of the file. A run may lack them: who reads
-- then finds nothing in them, who writes makes them first, and a program that
-- does not know them passes them over. Views and tables of schema.sql never
-- depend on them.

-- What a scored in the games of a match that it began; the rest follows from
-- the match.
CREATE TABLE IF NOT EXISTS sides (
    match  INTEGER PRIMARY KEY REFERENCES matches (id),
    wins   INTEGER NOT NULL,
    draws  INTEGER NOT NULL,
    losses INTEGER NOT NULL
) STRICT;

-- Strength on a scale that is not the run's own, by matches with players whose
-- place on it is known. The last row of a generation and a scale counts.
CREATE TABLE IF NOT EXISTS external (
    id         INTEGER PRIMARY KEY,
    generation INTEGER NOT NULL,
    scale      TEXT NOT NULL,
    elo        REAL,
    low        REAL, -- 95 % interval
    high       REAL,
    games      INTEGER NOT NULL,
    settings   TEXT NOT NULL, -- JSON of the conditions
    measured   TEXT
) STRICT;

-- How values become expectations: P(win) = 1/(1+exp((shift-value)/spread)),
-- P(loss) likewise with -value, fitted to the games that a generation's network
-- played.
CREATE TABLE IF NOT EXISTS calibrations (
    generation INTEGER PRIMARY KEY,
    shift      REAL NOT NULL, -- centipawns
    spread     REAL NOT NULL, -- centipawns
    report     TEXT NOT NULL, -- JSON: what was fitted to, and how well it holds
    measured   TEXT
) STRICT;
