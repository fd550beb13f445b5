-- What a followed log said of its own keys, in the order in which it said so.
create table followed_key (
  log int not null references log,
  seq bigint not null check (seq >= 0),
  vkey text not null,
  trusted boolean not null,  -- false: not any more
  primary key (log, seq)
);
