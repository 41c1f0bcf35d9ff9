Who follows a place or a neighborhood hears that a rally left it, also when it is then cancelled, deleted, withdrawn.

## edit
- [venues.unity-park]
- name = "Unity Park"
+ [venues.unity-park]
+ name = "Unity Park"
+ neighborhood = "pilsen"
## publish 2021-03-01 12:00
1 new
## edit
- venue = "Federal Plaza"
+ venue = "Unity Park"
## publish 2021-03-02 12:00
1 moved
/feeds/neighborhood/loop.ics +0 ~1 −0
/feeds/neighborhood/pilsen.ics +1 ~0 −0
/feeds/venue/federal-plaza.ics +0 ~1 −0
/feeds/venue/unity-park.ics +1 ~0 −0
## feed /feeds/neighborhood/loop.ics
SUMMARY:MOVED: Rally
LOCATION:Unity Park
## feed /feeds/venue/federal-plaza.ics
SUMMARY:MOVED: Rally
## edit
- [[events]]
- id = "rally"
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = "Unity Park"
- hosts = ["KOCO"]
- topics = ["Labor"]
- description = "Bring a sign."
## publish 2021-03-03 12:00
1 vanished
## feed /feeds/neighborhood/loop.ics
SUMMARY:CANCELLED: Rally
LOCATION:Unity Park
## feed /feeds/neighborhood/pilsen.ics
SUMMARY:CANCELLED: Rally
## feed /feeds/venue/federal-plaza.ics
SUMMARY:CANCELLED: Rally
## write events.toml
[calendar]
title = "Test calendar"
timezone = "America/Chicago"
domain = "calendar.chicago.org"
[organizations]
koco = "KOCO"
cbcac = "CBCAC"
[neighborhoods]
loop = "Loop"
pilsen = "Pilsen"
[topics]
labor = "Labor"
housing = "Housing"
[venues.federal-plaza]
name = "Federal Plaza"
[venues.thompson-center]
name = "Thompson Center"
[venues.unity-park]
name = "Unity Park"
[[events]]
id = "rally"
status = "withdrawn"
## publish 2021-03-04 12:00
1 withdrawn
## feed /feeds/neighborhood/loop.ics
SUMMARY:Withdrawn
## feed /feeds/neighborhood/pilsen.ics
SUMMARY:Withdrawn
## feed /feeds/venue/federal-plaza.ics
SUMMARY:Withdrawn
## feed /feeds/venue/unity-park.ics
SUMMARY:Withdrawn
