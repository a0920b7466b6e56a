-- What people on this ward did. Appended, never changed, never deleted.
create table event (
  position integer primary key autoincrement,
  kiosk text not null,
  number integer not null check (number > 0),
  at text not null,
  by text not null,
  unit text not null,
  kind text not null,
  act text not null check (json_valid(act)),
  unique (kiosk, number)
) strict;

create trigger event_is_never_changed before update on event begin select raise(abort, 'the ledger is append-only'); end;
create trigger event_is_never_deleted before delete on event begin select raise(abort, 'the ledger is append-only'); end;
create trigger event_is_never_replaced before insert on event
  when exists (select 1 from event where position = new.position or (kiosk = new.kiosk and number = new.number))
  begin select raise(abort, 'the ledger is append-only'); end;
