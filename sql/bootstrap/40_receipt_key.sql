-- The key that signs receipts: made once, in the server's data directory, readable there by the server alone.
do language plpython3u $$
import os
import secrets

try:
    file = os.open("statewave.keys", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
except FileExistsError:
    pass
else:
    os.write(file, f"{secrets.token_hex(4)} {secrets.token_hex(32)}\n".encode())
    os.close(file)
$$;
