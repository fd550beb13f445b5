-- Events of third parties, which no appliance has sealed.

-- Mapping files as loaded, byte for byte.
create table mapping (
  id int generated always as identity primary key,
  sha256 bytea not null unique check (length(sha256) = 32),
  source text collate "C" not null,
  content bytea not null,
  loaded_at timestamptz not null default now()
);

-- Each accepted event: as it came, and the record that was made of it. The records of one source are a
-- log of this ledger's own: seq, leaves, checkpoint as for any log.
create table third_party_event (
  source text collate "C" not null,
  seq bigint not null check (seq >= 0),
  event_id uuid not null,
  raw bytea not null,
  record bytea not null,
  mapping int not null references mapping,
  received_at timestamptz not null default now(),
  primary key (source, seq),
  constraint third_party_event_once unique (source, event_id)
);

-- The last reading of each meter of each machine.
create table meter_reading (
  source text collate "C" not null,
  machine text collate "C" not null,
  meter text collate "C" not null,
  reading bigint not null check (reading >= 0),
  seq bigint not null,            -- of the source's log, when the meter moved
  primary key (source, machine, meter)
) with (fillfactor = 50);

-- Events that are in doubt, until two people have decided.
create table quarantine (
  id bigint generated always as identity primary key,
  source text collate "C" not null,
  reason text collate "C" not null,
  detail text not null,
  raw bytea not null,
  raw_sha256 bytea not null check (length(raw_sha256) = 32),
  mapping int not null references mapping,
  position bigint not null,       -- of the source's log when it came
  times bigint not null default 1,
  received_at timestamptz not null default now(),
  state text collate "C" not null default 'PENDING'
    check (state in ('PENDING', 'RELEASED', 'REBASED', 'REJECTED')),
  decided_at timestamptz,
  unique (source, raw_sha256)
);
create index quarantine_pending on quarantine (source) where state = 'PENDING';

-- What one person has asked for and another one must ask for too. Used up, or over after 15 minutes.
create table proposal (
  sha256 bytea primary key check (length(sha256) = 32),  -- of the action
  action text not null,
  person text not null,           -- subject of the certificate
  certificate text not null,
  at timestamptz not null
);
