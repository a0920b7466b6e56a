import type { Encounter, Location } from 'fhir/r4';
import { bedWords, type AdtPlace } from '../../domain/adt.ts';
import type { AdtResident } from '../../domain/adt-residents.ts';
import type { Zone } from '../../domain/time.ts';
import type { Places, Resident } from '../census.ts';
import { firstMs } from '../timestamps.ts';
import { list, words } from '../tolerant.ts';

const UNIT = 'adt-unit';

const spotId = (place: AdtPlace): string => {
  const bed = bedWords(place);
  return bed === null ? UNIT : `adt-${encodeURIComponent(bed)}`;
};

const spot = (id: string, name: string, kind: string): Location => ({
  resourceType: 'Location',
  id,
  name,
  physicalType: { coding: [{ code: kind }] },
  ...(id === UNIT ? {} : { partOf: { reference: `Location/${UNIT}` } }),
});

/** The unit with the beds that the feed names; none of them is the EHR's own Location. */
export function adtPlaces(unit: string, residents: readonly AdtResident[]): Places {
  const within = new Map([[UNIT, spot(UNIT, unit, 'wa')]]);
  for (const { place } of residents) {
    const name = bedWords(place);
    if (name !== null) within.set(spotId(place), spot(spotId(place), name, place.bed === null ? 'ro' : 'bd'));
  }
  return { unit, within, others: new Map() };
}

/**
 * The patient's stay as the EHR has it, at the place where the feed has the patient, which is the newer word; made from the feed alone when
 * the EHR's stay could not be found.
 */
export function adtStay(resident: AdtResident, patientId: string, found: Encounter | null, zone: Zone): Resident {
  const { stay, place, onUnitSince } = resident;
  const encounter = found ?? fromFeed(resident, patientId);
  const attending =
    stay.attending === null ? [] : [{ type: [{ coding: [{ code: 'ATND' }] }], individual: { display: stay.attending } }];
  const here: Encounter = {
    ...encounter,
    status: encounter.status === 'onleave' ? 'onleave' : 'in-progress',
    location: [{ location: { reference: `Location/${spotId(place)}` }, status: 'active', period: { start: onUnitSince } }],
    participant: attending.length > 0 ? attending : list(encounter.participant),
  };
  const ended = found !== null && (found.status === 'finished' || firstMs(found.period?.end, zone) <= Date.parse(stay.changedAt));
  return {
    patientId,
    stay: found ? { ...encounter, participant: here.participant ?? [] } : here,
    here,
    family: [words(encounter.id) ?? ''],
    warnings: ended
      ? ['The EHR has this stay as ended, the ADT feed has the patient here: verify that the patient is on the unit.']
      : [],
  };
}

function fromFeed({ stay }: AdtResident, patientId: string): Encounter {
  return {
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: stay.patientClass === 'I' ? 'IMP' : (stay.patientClass ?? 'IMP') },
    subject: { reference: `Patient/${patientId}` },
    ...(stay.visit === null ? {} : { identifier: [{ type: { coding: [{ code: 'VN' }] }, value: stay.visit }] }),
    ...(stay.admitted === null ? {} : { period: { start: stay.admitted } }),
  };
}
