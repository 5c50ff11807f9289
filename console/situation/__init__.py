"""A situation map to hand on: tickets, areas and counts of one moment in one HTML file that needs no other.

`gathering` takes the moment out of the seat's columns, `page` writes it down (with folium, imported only
then), `part` is what the desk does of it.
"""
