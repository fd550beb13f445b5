-- The checkpoint that each posted step of a log ended with, and the tree at that size: a signed
-- checkpoint of any size that comes later can be compared with what was followed.
create table checkpoint (
  log int not null references log,
  size bigint not null check (size > 0),
  peaks bytea not null check (length(peaks) % 32 = 0),  -- compact range, largest subtree first
  note bytea not null,                                  -- signed note, verbatim
  at timestamptz not null default now(),
  primary key (log, size)
);
insert into checkpoint (log, size, peaks, note)
  select id, position, peaks, checkpoint from log where position > 0;

-- Two checkpoints under keys of one log that no append-only log could both have signed. Never trimmed.
create table contradiction (
  id bigint generated always as identity primary key,
  log text collate "C" not null,
  seq bigint not null,             -- where the trees were seen to differ
  held_note bytea not null,        -- the newest checkpoint that was followed; empty before the first
  other_note bytea not null,       -- the one that contradicts
  line bytea not null,             -- the sealed outcome that brought it
  at timestamptz not null default now(),
  resolved_at timestamptz,         -- when people declared the other one void
  unique (log, other_note)
);

-- Logs of which nothing is posted any more until people have looked.
create table stopped_log (
  log text collate "C" primary key,
  reason text collate "C" not null,
  at timestamptz not null default now()
);

-- What people must look at. Bounded in rows.
create table alarm (
  id bigint generated always as identity primary key,
  kind text collate "C" not null,
  log text collate "C" not null,
  seq bigint,
  detail text not null,
  times bigint not null default 1,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  unique nulls not distinct (kind, log, seq)
);
