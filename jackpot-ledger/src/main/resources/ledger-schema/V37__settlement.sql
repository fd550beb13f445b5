-- Instructions to pay what was won: one for each win, signed once, the same bytes however often it is
-- sent.
create table instruction (
  pool int not null,
  n bigint not null,              -- the posting of the win
  body bytea not null,            -- canonical JSON
  signature bytea not null,       -- DER, by the journal's key
  created_at timestamptz not null default now(),
  primary key (pool, n)
);

-- The answer that ended it, once.
create table instruction_answer (
  pool int not null,
  n bigint not null,
  status int not null,            -- of HTTP
  body bytea not null,            -- as it came
  at timestamptz not null default now(),
  primary key (pool, n),
  foreign key (pool, n) references instruction
);

-- When it is sent again.
create table instruction_due (
  pool int not null,
  n bigint not null,
  attempts int not null default 0,
  last text not null default '',  -- why the last attempt was none
  due timestamptz not null default now(),
  primary key (pool, n),
  foreign key (pool, n) references instruction
);

create index win_entry on win (entry);
