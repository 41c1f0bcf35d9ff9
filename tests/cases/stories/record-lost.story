Without published.jsonl everything counts as new; its stamps are above those that were lost.

## publish 2021-03-01 12:00
1 new
## remove published.jsonl
## draft
organization/koco new
organization/cbcac new
neighborhood/loop new
neighborhood/pilsen new
topic/labor new
topic/housing new
venue/federal-plaza new
venue/thompson-center new
venue/unity-park new
rally new
## edit
- title = "Rally"
+ title = "Rally!"
## publish 2021-03-02 12:00
1 new
## feed /feeds/all.ics
SUMMARY:Rally!
SEQUENCE:614160
