-- Checkpoints that this ledger cosigned beyond what it has posted: the log may not contradict them.
create table cosigned (
  log text collate "C" primary key,
  size bigint not null check (size > 0),
  root bytea not null check (length(root) = 32),
  note bytea not null,
  at timestamptz not null default now()
);
