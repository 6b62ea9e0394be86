-- The run file: everything one run has produced. Any SQLite tool can read it;
-- the views at the end are for people. Only package run writes to it.
--
-- Times are UTC, ISO 8601. Blobs of games are record.EncodeShard, networks and
-- checkpoints are safetensors files. A missing number is NULL.

CREATE TABLE run (
    id        INTEGER PRIMARY KEY CHECK (id = 1), -- one run a file
    game      TEXT NOT NULL,                      -- games.Game.Name
    input_set TEXT NOT NULL,                      -- games.Game.InputSet
    seed      TEXT NOT NULL,                      -- unsigned 64 bits, decimal
    recipe    TEXT NOT NULL,                      -- name or JSON of the schedule
    version   TEXT NOT NULL,                      -- of the program that began the run
    created   TEXT
) STRICT;

-- Generation 0 is the random network with which the run begins.
CREATE TABLE networks (
    generation INTEGER PRIMARY KEY CHECK (generation >= 0),
    sha256     TEXT NOT NULL UNIQUE, -- of the blob, hex
    blob       BLOB NOT NULL
) STRICT;

CREATE TABLE generations (
    number          INTEGER PRIMARY KEY CHECK (number >= 1),
    state           TEXT NOT NULL CHECK (state IN ('playing', 'learning', 'measuring', 'done')),
    player          TEXT REFERENCES networks (sha256), -- played the games
    network         TEXT REFERENCES networks (sha256), -- learnt from them
    units           INTEGER NOT NULL,                  -- planned shards
    games           INTEGER NOT NULL DEFAULT 0,        -- from here on: sums over its shards
    plies           INTEGER NOT NULL DEFAULT 0,
    positions       INTEGER NOT NULL DEFAULT 0,
    nodes           INTEGER NOT NULL DEFAULT 0,
    first_wins      INTEGER NOT NULL DEFAULT 0,
    draws           INTEGER NOT NULL DEFAULT 0,
    second_wins     INTEGER NOT NULL DEFAULT 0,
    capped          INTEGER NOT NULL DEFAULT 0,
    worker_seconds  REAL NOT NULL DEFAULT 0,           -- until here
    play_seconds    REAL,
    learn_seconds   REAL,
    measure_seconds REAL,
    wall_seconds    REAL,                              -- since the run began
    loss            REAL,
    held_out        REAL,                              -- loss on games held out
    window_from     INTEGER NOT NULL,                  -- first generation of the replay window
    hidden          INTEGER NOT NULL,                  -- width of the network
    settings        TEXT NOT NULL,                     -- JSON of all knobs
    started         TEXT,
    finished        TEXT
) STRICT;

-- A shard holds the games of one unit of work.
CREATE TABLE shards (
    generation  INTEGER NOT NULL REFERENCES generations (number),
    unit        INTEGER NOT NULL CHECK (unit >= 0),
    games       INTEGER NOT NULL,
    plies       INTEGER NOT NULL,
    positions   INTEGER NOT NULL, -- plies that a search chose
    nodes       INTEGER NOT NULL,
    first_wins  INTEGER NOT NULL,
    draws       INTEGER NOT NULL,
    second_wins INTEGER NOT NULL,
    capped      INTEGER NOT NULL, -- games stopped by the ply cap, also counted above
    seconds     REAL NOT NULL,    -- one worker's time
    crc32c      INTEGER NOT NULL, -- of the blob
    blob        BLOB NOT NULL,
    PRIMARY KEY (generation, unit)
) STRICT;

-- State of an unfinished learning step, to resume it.
CREATE TABLE checkpoints (
    generation INTEGER PRIMARY KEY,
    crc32c     INTEGER NOT NULL,
    blob       BLOB NOT NULL
) STRICT;

-- Wins, draws and losses are those of a. Pairs of games with swapped sides are
-- counted by a's points: penta_0 counts pairs worth 0 points, penta_4 those
-- worth 2.
CREATE TABLE matches (
    id         INTEGER PRIMARY KEY,
    a          TEXT NOT NULL,
    b          TEXT NOT NULL,
    generation INTEGER NOT NULL, -- that the match measured
    games      INTEGER NOT NULL,
    wins       INTEGER NOT NULL,
    draws      INTEGER NOT NULL,
    losses     INTEGER NOT NULL,
    penta_0    INTEGER NOT NULL,
    penta_1    INTEGER NOT NULL,
    penta_2    INTEGER NOT NULL,
    penta_3    INTEGER NOT NULL,
    penta_4    INTEGER NOT NULL,
    settings   TEXT NOT NULL,
    seed       TEXT NOT NULL,
    played     TEXT,
    seconds    REAL NOT NULL
) STRICT;

CREATE TABLE ratings (
    player     TEXT PRIMARY KEY,
    generation INTEGER, -- NULL for a player that is no generation
    elo        REAL,
    low        REAL,    -- 95 % interval
    high       REAL,
    games      INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
    id   INTEGER PRIMARY KEY,
    at   TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

-- How strength grew with experience.
CREATE VIEW curve AS
SELECT r.generation,
       coalesce((SELECT sum(games)     FROM generations WHERE number <= r.generation), 0) AS games,
       coalesce((SELECT sum(positions) FROM generations WHERE number <= r.generation), 0) AS positions,
       coalesce((SELECT sum(nodes)     FROM generations WHERE number <= r.generation), 0) AS nodes,
       coalesce(g.wall_seconds, 0) / 60 AS minutes,
       r.elo, r.low, r.high
FROM ratings r LEFT JOIN generations g ON g.number = r.generation
WHERE r.generation IS NOT NULL
ORDER BY r.generation;

-- What each generation did, a line each.
CREATE VIEW progress AS
SELECT number AS generation, state,
       (SELECT count(*) FROM shards WHERE shards.generation = number) AS units_played,
       units AS units_planned,
       games, positions,
       round(100.0 * draws / nullif(games, 0), 1) AS draw_percent,
       round(1.0 * plies / nullif(games, 0), 1) AS plies_a_game,
       hidden, loss, held_out, play_seconds, learn_seconds, measure_seconds, started, finished
FROM generations
ORDER BY number;

-- Matches with their expectation: (wins + draws/2) / games.
CREATE VIEW results AS
SELECT id, generation, a, b, games, wins, draws, losses,
       round((wins + 0.5 * draws) / nullif(games, 0), 3) AS expectation, played
FROM matches
ORDER BY id;
