Its organizers ask for a rally to be taken down: nothing of it is told but that, in the feeds that held it.

## publish 2021-03-01 12:00
1 new
## edit
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = "Federal Plaza"
- hosts = ["KOCO"]
- topics = ["Labor"]
- description = "Bring a sign."
+ status = "withdrawn"
## draft
rally withdrawn
## preview 2021-03-02 12:00
1 withdrawn
withdrawn rally
! Rally
## publish 2021-03-02 12:00
1 withdrawn
## feed /feeds/all.ics
BEGIN:VEVENT
SUMMARY:Withdrawn
DTSTART;TZID=America/Chicago:20210320T130000
DTEND;TZID=America/Chicago:20210320T150000
DTSTAMP:20210302T120000Z
UID:rally@calendar.chicago.org
SEQUENCE:614160
LAST-MODIFIED:20210302T120000Z
STATUS:CANCELLED
TRANSP:TRANSPARENT
X-MICROSOFT-CDO-BUSYSTATUS:FREE
END:VEVENT
! URL
! LOCATION
! DESCRIPTION
! CATEGORIES
! CONTACT
## feed /es/feeds/all.ics
SUMMARY:Retirado
## feed /feeds/topic/labor.ics
SUMMARY:Withdrawn
## feed /feeds/organization/koco.ics
SUMMARY:Withdrawn
## feed /feeds/venue/federal-plaza.ics
SUMMARY:Withdrawn
## feed /feeds/neighborhood/loop.ics
SUMMARY:Withdrawn
## feed /feeds/venue/thompson-center.ics
! BEGIN:VEVENT
## feed /events/rally.ics
SUMMARY:Withdrawn
## page /events/rally/ gone
No longer listed
! Rally
## page /feeds/topic/labor/
! Withdrawn
## has published.jsonl
"state": "withdrawn"
! Bring a sign
! "Rally"
## publish 2021-03-19 12:00
nothing changes for subscribers
## feed /feeds/all.ics
SEQUENCE:614160
## publish 2021-03-21 12:00
nothing changes for subscribers
## feed /feeds/all.ics
! BEGIN:VEVENT
## page /events/rally/ gone
No longer listed
## feed /events/rally.ics
! BEGIN:VEVENT
