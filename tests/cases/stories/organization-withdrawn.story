An organization asks to be named nowhere: its events go on without it, its feed is empty and says so.

## publish 2021-03-01 12:00
1 new
## edit
- koco = "KOCO"
+ koco = { withdrawn = true }
- hosts = ["KOCO"]
+ hosts = ["koco"]
## publish 2021-03-02 12:00
1 changed
! KOCO
## feed /feeds/all.ics
SUMMARY:Rally
SEQUENCE:614160
! KOCO
! CONTACT
## feed /feeds/organization/koco.ics
NAME:Withdrawn
X-WR-CALNAME:Withdrawn
BEGIN:VTIMEZONE
! BEGIN:VEVENT
## feed /es/feeds/host/koco.ics
NAME:Retirado
! BEGIN:VEVENT
## page /
! koco
! KOCO
## page /feeds/organization/koco/ gone
No longer listed
## has published.jsonl
! KOCO
