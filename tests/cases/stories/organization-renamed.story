A renamed organization changes its events, and only them.

## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Sun, March 21, 2021, 7 PM"
hosts = ["CBCAC"]
## publish 2021-03-01 12:00
2 new
## edit
- cbcac = "CBCAC"
+ cbcac = { name = "Coalition for a Better Chinese American Community", aliases = ["CBCAC"] }
## draft
vigil changed
## publish 2021-03-02 12:00
1 changed
hosts: now Coalition for a Better Chinese American Community
## feed /feeds/all.ics
UID:rally@calendar.chicago.org
SEQUENCE:612720

UID:vigil@calendar.chicago.org
SEQUENCE:614160
CONTACT:Coalition for a Better Chinese American Community
