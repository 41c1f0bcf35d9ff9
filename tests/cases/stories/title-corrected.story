A typo in the title is a change and no move.

## publish 2021-03-01 12:00
1 new
## edit
- title = "Rally"
+ title = "Rally for rent control"
## preview 2021-03-02 12:00
1 changed
changed rally · Rally for rent control · Sat, Mar 20, 2021, 1:00 – 3:00 PM
title: Rally → Rally for rent control
! place
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally for rent control
SEQUENCE:614160
! MOVED
! Moved
