-- Where the ledger goes on reading in each partition; moves in the transaction that posts the records.
create table kafka_offset (
  topic text collate "C" not null,
  partition int not null check (partition >= 0),
  next bigint not null check (next >= 0),  -- offset of the first record that is still to be read
  log text collate "C" not null,
  changed_at timestamptz not null default now(),
  primary key (topic, partition)
) with (fillfactor = 50);
