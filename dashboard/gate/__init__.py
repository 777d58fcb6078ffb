"""The gate in front of every path and the websocket: Origin, sessions, limits, headers.

entrance   the ASGI application in front of Streamlit; decides what each request meets
rules      what this office's gate allows: origins, cookie, limits
origin     Host and Origin, before anything else
headers    what is taken from requests and added to responses
identity   from the cookie to a live session
sockets    open websockets: how many, how fast, and their end with the session
uploads    who may upload how much
sign_in    the sign-in page and the sign-out
"""
