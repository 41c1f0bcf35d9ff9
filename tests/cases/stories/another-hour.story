An upcoming rally begins an hour later.

## publish 2021-03-01 12:00
1 new
## edit
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ when = "Sat, March 20, 2021, 2 PM – 4 PM"
## publish 2021-03-02 12:00
1 moved
when: Sat, Mar 20, 2021, 1:00 – 3:00 PM → Sat, Mar 20, 2021, 2:00 – 4:00 PM
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
DTSTART;TZID=America/Chicago:20210320T140000
DESCRIPTION:Moved from Sat\, Mar 20\, 2021\, 1:00 PM.\n\nBring a sign.\n\nHosted by KOCO\n\nMap: https://www.openstreetmap.org/?mlat=41.87879&mlon=-87.6297#map=17/41.87879/-87.6297
## feed /es/feeds/all.ics
SUMMARY:CAMBIO: Rally
