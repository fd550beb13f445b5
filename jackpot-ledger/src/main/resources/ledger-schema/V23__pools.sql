-- Pools in full: terms, numbered postings, caps, activity. Nothing that was posted before can be
-- kept, since its rows lack what an audit asks of them.
do $$
begin
  if exists (select 1 from level) then
    raise exception 'these books were begun by a development version: '
      'start with an empty database and deliver the logs again';
  end if;
end $$;

drop view posting;
drop function ledger_check();
drop table contribution;
drop table transfer;

create table pool (
  id int primary key,
  name text collate "C" not null unique,
  newest bytea not null,          -- SHA-256 of the newest rules file
  terms int not null,             -- the number of those that hold
  postings bigint not null        -- numbered so far, without a gap
) with (fillfactor = 50);

alter table level alter column id drop identity;
alter table level add column pool_id int not null references pool;
alter table level add column file bytea not null; -- SHA-256 of the rules file that holds for it
alter table level add column cycle bigint not null default 1;
alter table level add column retired boolean not null default false;

-- What held for a pool, number by number.
create table terms (
  pool int not null references pool,
  number int not null,
  file bytea not null,            -- SHA-256 of the rules file of the pool's own section
  levels int[] not null,          -- levels in the order of the amounts of a contribution
  files bytea[] not null,         -- SHA-256 of the rules file of each level's section
  entry bigint not null,          -- of the journal, with which they began
  since timestamptz not null default now(),
  primary key (pool, number)
);

-- Postings from bets: one row for a bet and a pool. No foreign keys here and in movement: written in
-- bulk by one writer, proved by ledger_check() and by the audit.
create table contribution (
  pool int not null,
  n bigint not null,              -- the posting's number in the pool
  entry bigint not null,          -- of the journal
  log int not null,
  seq bigint not null,
  bet text collate "C" not null,
  operator text collate "C" not null,
  round text collate "C" not null,
  player text collate "C" not null,
  jurisdiction text collate "C" not null,
  terms int not null,
  decision smallint not null,     -- 0 contributed; see class Decision
  stake_minor bigint not null,
  due_micro bigint not null,      -- what the rates ask, in the bet's currency
  cut_micro bigint not null,      -- what caps cut of it
  cut_by smallint not null,       -- 1 bet, 2 rate, 4 player-day, 8 jurisdiction-day
  rate_e12 bigint not null,       -- what the bet's currency is worth, times 10^12
  carry bigint not null,          -- what the exchange left below a micro-unit, times 10^12
  -- for each level of the terms: to POOL, to RESERVE, hidden share to RESERVE, to OVERFLOW, POOL after
  amounts bigint[] not null,
  primary key (pool, n)
);

-- All other postings, numbered with the contributions of their pool.
create table movement (
  pool int not null,
  n bigint not null,
  entry bigint not null,
  terms int not null,
  level int not null,
  cycle bigint not null,
  source smallint not null,       -- the kind of account, in the order of account_kind, from 0
  target smallint not null check (target <> source),
  micro bigint not null check (micro > 0),
  reason smallint not null,       -- 0 seed, 1 win, 2 tax, 3 reset, 4 paid, 5 adjust, 6 transfer, ...
  cause bigint not null,          -- the posting that led to it; 0 none
  pool_after bigint not null,
  primary key (pool, n)
);

-- What an exchange has left below a micro-unit, times 10^12.
create table carry (
  pool int not null references pool,
  currency text not null,
  parts bigint not null check (parts >= 0 and parts < 1000000000000),
  primary key (pool, currency)
) with (fillfactor = 50);

-- What caps that count days have let through.
create table cap_use (
  pool int not null,
  day int not null,
  who text collate "C" not null,  -- a jurisdiction, or with it operator and player
  micro bigint not null,
  primary key (pool, day, who)
) with (fillfactor = 70);

-- What happened on a gaming day of a jurisdiction: the daily reports.
create table activity (
  pool int not null,
  day int not null,               -- days since 1970-01-01, as the jurisdiction counts them
  jurisdiction text collate "C" not null,
  currency text not null,
  bets bigint not null,
  refused bigint not null,
  stake_minor bigint not null,
  cut_micro bigint not null,
  pool_micro bigint not null,
  reserve_micro bigint not null,
  overflow_micro bigint not null,
  wins bigint not null,
  won_minor bigint not null,
  withheld_minor bigint not null,
  primary key (pool, day, jurisdiction, currency)
) with (fillfactor = 50);

-- Every movement between two accounts in one form, for readers.
create view posting as
  with kinds as (select enum_range(null::account_kind) as k)
  select c.pool, c.n, t.levels[i] as level, 'SOURCE'::account_kind as source,
         (array['POOL', 'RESERVE', 'RESERVE', 'OVERFLOW']::account_kind[])[p] as target,
         c.amounts[(i - 1) * 5 + p] as micro, c.terms, c.log, c.seq, c.bet
    from contribution c
    join terms t on t.pool = c.pool and t.number = c.terms,
         generate_series(1, cardinality(c.amounts) / 5) as i, generate_series(1, 4) as p
   where c.amounts[(i - 1) * 5 + p] <> 0
  union all
  select m.pool, m.n, m.level, kinds.k[m.source + 1], kinds.k[m.target + 1], m.micro, m.terms,
         null, null, null
    from movement m, kinds;

-- Recomputes every balance from the postings alone. A row that differs is a fault in the books.
create function ledger_check()
  returns table (pool text, level text, kind account_kind, stored bigint, folded numeric)
  language sql stable as $$
  with given as (
    select c.pool, c.terms, a.at, sum(a.micro::numeric) as micro
      from contribution c, unnest(c.amounts) with ordinality as a (micro, at)
     group by c.pool, c.terms, a.at
  ), shares as (
    select t.levels[(g.at - 1) / 5 + 1] as level, (g.at - 1) % 5 as part, g.micro
      from given g join terms t on t.pool = g.pool and t.number = g.terms
  ), moved as (
    select s.level, 'SOURCE'::account_kind as kind, -s.micro as micro from shares s where part < 4
    union all
    select s.level, (array['POOL', 'RESERVE', 'RESERVE', 'OVERFLOW']::account_kind[])[part + 1],
           s.micro
      from shares s where part < 4
    union all
    select m.level, (enum_range(null::account_kind))[m.source + 1], -m.micro from movement m
    union all
    select m.level, (enum_range(null::account_kind))[m.target + 1], m.micro from movement m
  ), fold as (
    select m.level, m.kind, sum(m.micro) as micro from moved m group by m.level, m.kind
  )
  select l.pool, l.level, a.kind, a.micro, coalesce(f.micro, 0)
    from account a
    join level l on l.id = a.level
    left join fold f on f.level = a.level and f.kind = a.kind
   order by l.pool, l.ordinal, a.kind
$$;

alter table ledger add column entries bigint not null default 0; -- posting transactions so far
alter table ledger add column peaks bytea not null default ''; -- compact range of the journal

-- The ledger's own log: what was applied, in order, and what came of it.
create table journal (
  n bigint primary key,
  at timestamptz not null,
  kind text not null,
  body bytea not null,            -- canonical JSON
  nodes bytea not null,           -- roots of the full subtrees that it completes, smallest first
  note bytea not null             -- the head of n + 1 entries, signed
);

-- Wins, numbered with the other postings of their pool; movements that follow name them as cause.
create table win (
  pool int not null,
  n bigint not null,
  entry bigint not null,
  terms int not null,
  level int not null,
  cycle bigint not null,          -- that ended with it
  log int not null,
  seq bigint not null,
  at_ms bigint not null,          -- when the round was settled, milliseconds since 1970-01-01
  bet text collate "C" not null,
  operator text collate "C" not null,
  round text collate "C" not null,
  player text collate "C" not null,
  jurisdiction text collate "C" not null,
  minor bigint not null check (minor >= 0),
  withheld_minor bigint not null check (withheld_minor between 0 and minor),
  primary key (pool, n)
);

-- What a regulator would ask for: wins, refused triggers, changes of rules, acts of people.
create table event (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  entry bigint not null,
  type text collate "C" not null,
  detail json not null
);
create index event_at on event (at);
