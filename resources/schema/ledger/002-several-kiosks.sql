-- Events of several kiosks in one order: the key names the run of the kiosk, and each event carries its hybrid time.
-- `variant` is 0 but for another event under a key that was taken: of a kiosk whose disk was copied while it ran. `received` is when an
-- event of another kiosk came here, by this kiosk's clock; null for its own.
create table event_of_ward (
  position integer primary key autoincrement,
  kiosk text not null,
  run text not null,
  number integer not null check (number > 0),
  variant integer not null default 0 check (variant >= 0),
  clock_ms integer not null check (clock_ms >= 0),
  clock_counter integer not null check (clock_counter >= 0),
  at text not null,
  by text not null,
  unit text not null,
  kind text not null,
  act text not null check (json_valid(act)),
  received text,
  unique (kiosk, run, number, variant)
) strict;

-- What is there keeps its order. Its run comes from the moment of its first event: any backup of this ledger gives the same, another kiosk's
-- ledger another. Acts that name an event follow its new key.
insert into event_of_ward (position, kiosk, run, number, clock_ms, clock_counter, at, by, unit, kind, act)
with
  timed as (
    select *, coalesce(cast(round(unixepoch(at, 'subsec') * 1000) as integer), 0) as ms from event
  ),
  first as (
    select printf('%06X', abs(ms) % 16777216) as run from timed order by position limit 1
  )
select
  position, kiosk, run, number, max(max(ms, 0)) over (order by position), position, at, by, unit, kind,
  case
    when kind = 'step-ticked' and instr(act ->> '$.outage', ':') > 0 then json_set(
      act,
      '$.outage',
      substr(act ->> '$.outage', 1, instr(act ->> '$.outage', ':')) || run || substr(act ->> '$.outage', instr(act ->> '$.outage', ':'))
    )
    else act
  end
from timed, first
order by position;

drop table event;
alter table event_of_ward rename to event;
create index event_by_time on event (clock_ms, clock_counter);
create index event_by_number on event (kiosk, number);

create trigger event_is_never_changed before update on event begin select raise(abort, 'the ledger is append-only'); end;
create trigger event_is_never_deleted before delete on event begin select raise(abort, 'the ledger is append-only'); end;
create trigger event_is_never_replaced before insert on event
  when exists (
    select 1 from event
    where position = new.position
      or (kiosk = new.kiosk and run = new.run and number = new.number and variant = new.variant)
  )
  begin select raise(abort, 'the ledger is append-only'); end;
