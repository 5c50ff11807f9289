"""The duty list and the powers list: kept in versions, searched, cited, read from files and written."""
