"""What demands the operator: alarms by ISA-18.2 and EEMUA 191.

`kinds` is the list of rules, `facts` says from the replica's columns where they hold for the person at this
seat, `board` moves each alarm through its states, `journal` keeps states and history in the seat's file,
`lines` groups what is to be read, `report` counts what happened. `watch.Alarms` joins them for the views.
"""
