-- With which this kiosk signs what it gives to the others of its ward (PKCS #8, base64).
create table signing_key (
  one integer primary key check (one = 1),
  private_key text not null
) strict;

-- The kiosks of the ward that were heard of, by their public keys: what each said last. `made` is by its clock, `heard` by this one's.
create table heard_kiosk (
  public_key text primary key,
  kiosk text not null,
  bundle text not null,
  made text not null,
  heard text not null,
  held text not null check (json_valid(held))
) strict;
