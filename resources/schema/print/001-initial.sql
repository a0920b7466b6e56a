-- The PDFs of what waits for a printer, until its paper is there. `handed` is the job's name from the moment before the document is sent:
-- whoever finds it asks the printer for that job and never simply sends it again.
create table document (
  print text not null,
  document integer not null,
  pdf blob not null,
  handed text,
  primary key (print, document)
) strict;
