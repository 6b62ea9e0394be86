-- The run file: everything one run has produced. Any SQLite tool can read it;
-- the views at the end are for people. Only package run writes to it, with one
-- exception that any process may add to: orders.
--
-- Times are UTC, ISO 8601. Blobs of games are record.EncodeShard, networks and
-- checkpoints are safetensors files. A missing number is NULL. Columns that end
-- in _cpu are seconds of processor time of this process (getrusage), all
-- threads together; those that end in _seconds are wall clock.

CREATE TABLE run (
    id         INTEGER PRIMARY KEY CHECK (id = 1), -- one run per file
    game       TEXT NOT NULL,                      -- games.Game.Name
    input_set  TEXT NOT NULL,                      -- games.Game.InputSet
    seed       TEXT NOT NULL,                      -- unsigned 64 bits, decimal
    version    TEXT NOT NULL,                      -- of the program that began the run
    created    TEXT,
    knobs      TEXT NOT NULL DEFAULT '{}',         -- JSON object: knobs of the recipe that were set, name to value
    origin_sha TEXT,                               -- network that the run started from; NULL: a random one
    slim       INTEGER NOT NULL DEFAULT 0          -- 1: a copy without games
) STRICT;

-- A program that wrote to the run. The signature is its bench signature for the
-- run's game: programs with equal signatures search alike.
CREATE TABLE programs (
    id        INTEGER PRIMARY KEY,
    version   TEXT NOT NULL,
    signature TEXT NOT NULL, -- '' where unknown
    UNIQUE (version, signature)
) STRICT;

-- sha256 names the float network. A slim copy keeps some of them rounded to
-- integers ('quantised') and of others nothing but the name ('dropped').
CREATE TABLE networks (
    sha256     TEXT PRIMARY KEY,             -- of the float network file, hex
    generation INTEGER NOT NULL CHECK (generation >= 0), -- that learnt it; 0: the start
    format     TEXT NOT NULL CHECK (format IN ('float', 'quantised', 'dropped')),
    crc32c     INTEGER NOT NULL,             -- of the blob
    blob       BLOB NOT NULL
) STRICT;
CREATE INDEX networks_by_generation ON networks (generation);

CREATE TABLE generations (
    number          INTEGER PRIMARY KEY CHECK (number >= 1),
    state           TEXT NOT NULL CHECK (state IN ('playing', 'learning', 'measuring', 'done')),
    player          TEXT REFERENCES networks (sha256), -- played the games
    network         TEXT REFERENCES networks (sha256), -- plays on after them: learnt from them, or the player again
    verdict         TEXT NOT NULL DEFAULT '',          -- why what was learnt was refused; '' where it was accepted
    suspect         TEXT,                              -- why not to trust this generation
    units           INTEGER NOT NULL,                  -- planned shards
    units_played    INTEGER NOT NULL DEFAULT 0,        -- from here on: sums over its shards
    games           INTEGER NOT NULL DEFAULT 0,
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
    play_cpu        REAL,
    learn_cpu       REAL,
    measure_cpu     REAL,
    wall_seconds    REAL,                              -- since the run began
    loss            REAL,
    held_out        REAL,                              -- loss on games held out
    window_from     INTEGER NOT NULL,                  -- first generation of the replay window
    hidden          INTEGER NOT NULL,                  -- width of the network
    plan            TEXT NOT NULL,                     -- JSON of what was decided for it
    started         TEXT,
    finished        TEXT
) STRICT;

-- What the games of a shard depend on besides network, seed and number.
CREATE TABLE rules (
    id   INTEGER PRIMARY KEY,
    json TEXT NOT NULL UNIQUE
) STRICT;

-- A shard holds the games of one unit of work.
CREATE TABLE shards (
    generation  INTEGER NOT NULL REFERENCES generations (number),
    unit        INTEGER NOT NULL CHECK (unit >= 0),
    kind        TEXT NOT NULL CHECK (kind IN ('self-play', 'given')),
    player      TEXT NOT NULL DEFAULT '',            -- the machine that played; '': this one
    program     INTEGER REFERENCES programs (id),    -- that played
    network     TEXT REFERENCES networks (sha256),   -- that played
    rules       INTEGER REFERENCES rules (id),
    games       INTEGER NOT NULL,
    plies       INTEGER NOT NULL,
    positions   INTEGER NOT NULL, -- plies that a search chose
    nodes       INTEGER NOT NULL,
    first_wins  INTEGER NOT NULL,
    draws       INTEGER NOT NULL,
    second_wins INTEGER NOT NULL,
    capped      INTEGER NOT NULL, -- games stopped by the ply cap, also counted above
    seconds     REAL NOT NULL,    -- one worker's time
    audited     INTEGER NOT NULL DEFAULT 0, -- 1: played again and found the same
    suspect     TEXT,             -- why not to trust it
    size        INTEGER NOT NULL, -- bytes of the blob, also after pruning
    crc32c      INTEGER NOT NULL, -- of the blob, also after pruning
    pruned      INTEGER NOT NULL DEFAULT 0, -- 1: the blob was dropped
    blob        BLOB,
    PRIMARY KEY (generation, unit),
    CHECK ((blob IS NULL) = (pruned = 1))
) STRICT;

-- State of an unfinished learning step, to resume it.
CREATE TABLE checkpoints (
    generation INTEGER PRIMARY KEY,
    crc32c     INTEGER NOT NULL,
    blob       BLOB NOT NULL
) STRICT;

-- Wins, draws and losses are those of a; those that begin with first_ are of
-- the games in which a moved first. Pairs of games with swapped sides are
-- counted by a's points: penta_0 counts pairs worth 0 points, penta_4 those
-- worth 2.
CREATE TABLE matches (
    id           INTEGER PRIMARY KEY,
    a            TEXT NOT NULL,
    b            TEXT NOT NULL,
    a_sha        TEXT,             -- network that a is; NULL for a player without one
    b_sha        TEXT,
    program      INTEGER REFERENCES programs (id), -- that ran the match
    scale        INTEGER NOT NULL DEFAULT 0,       -- version of the Elo scale whose anchor b is; 0: none
    generation   INTEGER NOT NULL,                 -- that the match measured
    games        INTEGER NOT NULL,
    wins         INTEGER NOT NULL,
    draws        INTEGER NOT NULL,
    losses       INTEGER NOT NULL,
    first_wins   INTEGER NOT NULL,
    first_draws  INTEGER NOT NULL,
    first_losses INTEGER NOT NULL,
    penta_0      INTEGER NOT NULL,
    penta_1      INTEGER NOT NULL,
    penta_2      INTEGER NOT NULL,
    penta_3      INTEGER NOT NULL,
    penta_4      INTEGER NOT NULL,
    settings     TEXT NOT NULL,
    seed         TEXT NOT NULL,
    played       TEXT,
    seconds      REAL NOT NULL
) STRICT;

CREATE TABLE ratings (
    player     TEXT PRIMARY KEY,
    generation INTEGER, -- NULL for a player that is not a generation
    elo        REAL,
    low        REAL,    -- 95 % interval
    high       REAL,
    games      INTEGER NOT NULL,
    reason     TEXT NOT NULL DEFAULT '' -- why there is no number
) STRICT;

-- Strength on a scale that is not the run's own, by matches with players whose
-- place on it is known. The last row of a generation and a scale counts.
CREATE TABLE external (
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
CREATE TABLE calibrations (
    generation INTEGER PRIMARY KEY,
    shift      REAL NOT NULL, -- centipawns
    spread     REAL NOT NULL, -- centipawns
    report     TEXT NOT NULL, -- JSON: what was fitted to, and how well it holds
    measured   TEXT
) STRICT;

-- The log book. The fields of data depend on kind (package event).
CREATE TABLE events (
    id         INTEGER PRIMARY KEY,
    at         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    generation INTEGER, -- NULL where it is about none
    data       TEXT NOT NULL
) STRICT;

-- A sitting is one process that trains. One without an end was killed, about
-- when its heart beat last.
CREATE TABLE sittings (
    id      INTEGER PRIMARY KEY,
    begun   TEXT NOT NULL,
    beat    TEXT NOT NULL,
    ended   TEXT,
    why     TEXT NOT NULL DEFAULT '', -- it ended
    pid     INTEGER NOT NULL,
    host    TEXT NOT NULL,
    program TEXT NOT NULL,            -- version
    command TEXT NOT NULL,            -- that continues the run
    awake   REAL NOT NULL DEFAULT 0,  -- seconds, without those the machine slept
    cpu     REAL NOT NULL DEFAULT 0   -- seconds
) STRICT;

-- Other machines that have played for the run, each as its last sitting left it.
CREATE TABLE workers (
    name       TEXT PRIMARY KEY,           -- shards.player
    called     TEXT NOT NULL,              -- by its owner
    state      TEXT NOT NULL CHECK (state IN ('plays', 'gone', 'refused')),
    cores      INTEGER NOT NULL,
    version    TEXT NOT NULL,
    platform   TEXT NOT NULL,
    joined     TEXT,
    seen       TEXT,
    units      INTEGER NOT NULL,           -- of this sitting, like the next six
    games      INTEGER NOT NULL,
    positions  INTEGER NOT NULL,
    seconds    REAL NOT NULL,              -- of its cores, spent playing
    duplicates INTEGER NOT NULL,           -- units that came twice, or after others had played them
    faults     INTEGER NOT NULL,
    fault      TEXT NOT NULL DEFAULT ''    -- the last one, or why it is refused
) STRICT;

-- What other processes ask of the one that trains.
CREATE TABLE orders (
    id    INTEGER PRIMARY KEY,
    at    TEXT NOT NULL,
    kind  TEXT NOT NULL CHECK (kind IN ('pause', 'resume', 'measure', 'finish', 'stop')),
    by    TEXT NOT NULL, -- who asked
    taken TEXT
) STRICT;

-- How strength grew with experience.
CREATE VIEW curve AS
SELECT r.generation,
       coalesce((SELECT sum(games)     FROM generations WHERE number <= r.generation), 0) AS games,
       coalesce((SELECT sum(positions) FROM generations WHERE number <= r.generation), 0) AS positions,
       coalesce((SELECT sum(nodes)     FROM generations WHERE number <= r.generation), 0) AS nodes,
       coalesce(g.wall_seconds, 0) / 60 AS minutes,
       r.elo, r.low, r.high, r.reason
FROM ratings r LEFT JOIN generations g ON g.number = r.generation
WHERE r.generation IS NOT NULL
ORDER BY r.generation;

-- What each generation did, one per line.
CREATE VIEW progress AS
SELECT number AS generation, state, units_played, units AS units_planned,
       games, positions,
       round(100.0 * draws / nullif(games, 0), 1) AS draw_percent,
       round(1.0 * plies / nullif(games, 0), 1) AS plies_per_game,
       hidden, loss, held_out, verdict, suspect, play_seconds, learn_seconds, measure_seconds,
       play_cpu, learn_cpu, measure_cpu, started, finished
FROM generations
ORDER BY number;

-- Matches with their expectation: (wins + draws/2) / games.
CREATE VIEW results AS
SELECT id, generation, a, b, games, wins, draws, losses,
       round((wins + 0.5 * draws) / nullif(games, 0), 3) AS expectation, played
FROM matches
ORDER BY id;
