"""`behalf live`: tells open pages that something changed. A process of its own, for streams would fill the web's."""
