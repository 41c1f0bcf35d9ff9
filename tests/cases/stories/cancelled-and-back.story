A cancelled rally that takes place after all is an ordinary event with a higher revision.

## add
status = "cancelled"
## publish 2021-03-01 12:00
1 new
## edit
- status = "cancelled"
+ status = "confirmed"
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
SEQUENCE:614160
! CANCELLED
