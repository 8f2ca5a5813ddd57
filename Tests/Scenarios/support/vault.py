"""Opens what an installation has sealed, by the description in Sources/Adapters/FileSecretVault; no code of the product."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
WRAPPED_KEY_BYTES, NONCE_BYTES = 60, 12


@dataclass
class Vault:
    master_key: bytes
    instance: bytes

    def open(self, sealed: bytes, wrapped_key: bytes, company: str, table: str, row: str, column: str) -> bytes:
        """Fails (InvalidTag) when the value is of another place, company or installation."""
        assert sealed[0] == wrapped_key[0] == VERSION
        info = self._context(company, "company-key")
        wrapping = HKDF(SHA256(), 32, self.instance, info).derive(self.master_key)
        company_key = _unbox(wrapped_key[1:], wrapping, info)
        place = (table, row, column)
        end = 1 + WRAPPED_KEY_BYTES
        record_key = _unbox(sealed[1:end], company_key, self._context(company, *place, "record-key"))
        return _unbox(sealed[end:], record_key, self._context(company, *place, "record"))

    def _context(self, company: str, *parts: str) -> bytes:
        whole = [self.instance, company.encode(), *(part.encode() for part in parts), bytes([VERSION])]
        return b"".join(struct.pack(">I", len(part)) + part for part in whole)


def _unbox(box: bytes, key: bytes, context: bytes) -> bytes:
    return AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], context)
