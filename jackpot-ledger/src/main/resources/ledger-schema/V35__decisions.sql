-- How far a level has been decided over which an appliance decides. A level begins undecided: with
-- what its seed or its last reset left in POOL.
create table decision (
  level int primary key references level,
  posting bigint not null,      -- contributions up to this one are decided
  micro bigint not null,        -- what POOL held when it was decided last, or when the cycle began
  commitment bytea check (length(commitment) = 32),  -- to the threshold of the cycle
  from_minor bigint,            -- the threshold is above
  to_minor bigint,              -- the threshold is at most
  check ((commitment is null) = (from_minor is null) and (commitment is null) = (to_minor is null))
) with (fillfactor = 50);

insert into decision (level, posting, micro)
  select l.id, case when l.cycle = 1 then 0 else coalesce(m.n, 0) end, coalesce(m.pool_after, 0)
    from level l left join lateral (
      select n, pool_after from movement
       where pool = l.pool_id and level = l.id and reason in (0, 3) order by n desc limit 1) m on true;
