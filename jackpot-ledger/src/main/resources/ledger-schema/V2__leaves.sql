-- The leaf of every posted record, 32 bytes each, one row for a delivery: what its log may not
-- contradict later. Hashes do not compress; kept plain, a part of a row can be read by itself.
create table leaves (
  log int not null references log,
  first bigint not null check (first >= 0),  -- seq of the first of them
  hashes bytea not null check (length(hashes) > 0 and length(hashes) % 32 = 0),
  primary key (log, first)
);
alter table leaves alter column hashes set storage external;
