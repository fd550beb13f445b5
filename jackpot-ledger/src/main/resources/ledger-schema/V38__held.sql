-- Contributions above what the rules call reasonable, until two people have decided.
create table held (
  id bigint generated always as identity primary key,
  pool int not null references pool,
  n bigint not null,              -- the posting that says so: contribution.decision 8
  at_ms bigint not null,          -- when the round was settled, milliseconds since 1970-01-01
  game text collate "C" not null,
  currency text not null,         -- of the bet
  exp smallint not null,
  levels int[] not null,          -- the levels that were to get something
  due bigint[] not null,          -- for each: to POOL, to RESERVE, hidden; micro-units of the bet's currency
  state text collate "C" not null default 'PENDING' check (state in ('PENDING', 'RELEASED', 'REJECTED')),
  entry bigint,                   -- of the journal, with which it was decided
  unique (pool, n),
  check ((state = 'PENDING') = (entry is null)),
  check (cardinality(due) = 3 * cardinality(levels))
);
create index held_pending on held (id) where state = 'PENDING';
