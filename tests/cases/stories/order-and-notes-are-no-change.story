Formatting, the order of keys, comments and notes reach nobody.

## publish 2021-03-01 12:00
1 new
## edit
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ # a comment
+ when = "March 20, 2021, 13:00 - 15:00"
+ title =   "Rally"
+ notes = "Ask them again on Friday."
+ source = "their newsletter"
## draft
## publish 2021-03-02 12:00
nothing changes for subscribers
## feed /feeds/all.ics
SEQUENCE:612720
