-- The ledger's books. Amounts are micro-units: 10^6 micro = 1 minor unit, always whole.

create type account_kind as enum
  ('SOURCE', 'POOL', 'RESERVE', 'OVERFLOW', 'HOUSE', 'PAYABLE', 'WITHHELD', 'PAID', 'ADJUST');

-- One row. Every posting transaction updates it last, which makes them one sequence.
create table ledger (
  single boolean primary key default true check (single),
  epoch bigint not null,          -- raised by each process that starts; an older one can post no more
  position bigint not null check (position >= 0)  -- meter changes so far, without a gap
);
insert into ledger (epoch, position) values (0, 0);

-- Rules files as loaded, byte for byte.
create table rules (
  id int generated always as identity primary key,
  sha256 bytea not null unique check (length(sha256) = 32),
  content bytea not null,
  loaded_at timestamptz not null default now()
);

-- What is known of each log: enough to verify the next record, nothing more.
create table log (
  id int generated always as identity primary key,
  origin text collate "C" not null unique,
  position bigint not null check (position >= 0),  -- records posted = next seq
  peaks bytea not null check (length(peaks) % 32 = 0),  -- compact range, largest subtree first
  checkpoint bytea not null,      -- newest signed note, verbatim
  changed_at timestamptz not null default now()
);

create table level (
  id int generated always as identity primary key,
  pool text collate "C" not null,
  level text collate "C" not null,
  ordinal smallint not null,
  currency text not null,
  exp smallint not null,
  created_at timestamptz not null default now(),
  unique (pool, level)
);

-- Stored balances: money that came in less money that went out. They add up to 0 in each level.
create table account (
  level int not null references level,
  kind account_kind not null,
  micro bigint not null,
  primary key (level, kind)
) with (fillfactor = 50);

-- (operator, round, step), settled once for ever; the key is a hash since a round's name can be long.
-- No foreign keys here and in contribution: written in bulk by one writer, proved by ledger_check().
create table settlement (
  round bytea constraint settlement_once primary key check (length(round) = 16),
  log int not null,
  seq bigint not null
);

-- Postings from outcomes, one row per bet and level: SOURCE to POOL and SOURCE to RESERVE.
create table contribution (
  log int not null,
  seq bigint not null,
  bet smallint not null,          -- place in the record, from 0
  level int not null,
  rules int not null,
  stake_minor bigint not null,
  pool_micro bigint not null check (pool_micro >= 0),
  reserve_micro bigint not null check (reserve_micro >= 0),
  primary key (log, seq, bet, level)
);

-- All other postings: seeds now; resets, wins and adjustments later.
create table transfer (
  id bigint generated always as identity primary key,
  level int not null references level,
  source account_kind not null,
  target account_kind not null check (target <> source),
  micro bigint not null check (micro > 0),
  rules int not null references rules,
  reason text not null,
  at timestamptz not null default now()
);

-- Every posting in one form, for readers.
create view posting as
  select level, 'SOURCE'::account_kind as source, 'POOL'::account_kind as target,
         pool_micro as micro, rules, log, seq, bet from contribution where pool_micro > 0
  union all
  select level, 'SOURCE', 'RESERVE', reserve_micro, rules, log, seq, bet
    from contribution where reserve_micro > 0
  union all
  select level, source, target, micro, rules, null, null, null from transfer;

-- What the public saw: one row per level that a transaction changed. Trimmed to the newest rows.
create table meter (
  position bigint primary key,
  level int not null references level,
  micro bigint not null,
  at timestamptz not null
);

-- Bets and records that contributed nothing, and other counts, by reason.
create table tally (
  log int not null references log,
  name text collate "C" not null,
  n bigint not null,
  primary key (log, name)
) with (fillfactor = 50);

-- Deliveries that were refused, and genuine records that could not be posted. Bounded in rows.
create table parked (
  id bigint generated always as identity primary key,
  log text not null,
  seq bigint,
  reason text collate "C" not null,
  detail text not null,
  line_sha256 bytea not null,
  line bytea not null,            -- the first bytes only
  line_length int not null,
  times bigint not null default 1,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  unique nulls not distinct (log, seq, reason, line_sha256)
);

-- Claims of the appliance that differ from what the rules say. Bounded in rows; all are in tally.
create table variance (
  id bigint generated always as identity primary key,
  log int not null references log,
  seq bigint not null,
  bet text not null,
  pool text not null,
  level text not null,
  claimed_micro numeric(30) not null,
  computed_micro bigint not null,
  at timestamptz not null default now()
);

-- Recomputes every balance from the postings alone. A row that differs is a fault in the books.
create function ledger_check()
  returns table (pool text, level text, kind account_kind, stored bigint, folded numeric)
  language sql stable as $$
  with moved as (
    select c.level, k.kind, k.micro
      from (select level, sum(pool_micro::numeric) as p, sum(reserve_micro::numeric) as r
              from contribution group by level) c,
           lateral (values ('SOURCE'::account_kind, -c.p - c.r), ('POOL', c.p), ('RESERVE', c.r))
             as k (kind, micro)
    union all
    select t.level, t.source, -t.micro::numeric from transfer t
    union all
    select t.level, t.target, t.micro::numeric from transfer t
  ), fold as (
    select m.level, m.kind, sum(m.micro) as micro from moved m group by m.level, m.kind
  )
  select l.pool, l.level, a.kind, a.micro, coalesce(f.micro, 0)
    from account a
    join level l on l.id = a.level
    left join fold f on f.level = a.level and f.kind = a.kind
   order by l.pool, l.ordinal, a.kind
$$;
