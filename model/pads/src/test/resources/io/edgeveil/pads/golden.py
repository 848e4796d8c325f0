#!/usr/bin/env python3
"""Prints golden.txt: the key chain, masks and one pad file, computed without Edgeveil's code.

Run with: python3 golden.py > golden.txt   (needs the package "cryptography")
"""
import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

DIGEST = bytes(range(0xA0, 0xC0))
PAD_FILE = bytes.fromhex("0123456789abcdef")
DEVICE = b"porch-cam"
FIRST_INDEX, COUNT = 5, 2
MADE = 1_700_000_000


def hkdf(key, info):
    extracted = hmac.new(bytes(32), key, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


def mask(key, bits, prime, count):
    stream = Cipher(algorithms.ChaCha20(key, bytes(16)), None).encryptor()
    residues = []
    while len(residues) < count:
        word = struct.unpack("<I", stream.update(bytes(4)))[0] & ((1 << bits) - 1)
        if word < prime:
            residues.append(word)
    return residues


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


device = DEVICE.ljust(64, b"\0")
header = b"EVPD" + bytes([1, 0, 0, 0]) + PAD_FILE
header += struct.pack("<QQII", FIRST_INDEX, COUNT, 7 + 16, MADE) + DIGEST + device
header += struct.pack("<II", crc32c(header), 0)

pads = b""
chain = bytes(range(32))
for i in range(FIRST_INDEX, FIRST_INDEX + COUNT):
    key = hkdf(chain, b"pad")
    print(f"chain {chain.hex()}")
    for layer in (0, 1, 0x0102):
        mask_key = hkdf(key, b"mask" + DIGEST + struct.pack("<H", layer))
        residues = mask(mask_key, 16, 65521, 5) + mask(mask_key, 31, 2**31 - 1, 3)
        print(f"mask {layer} {' '.join(map(str, residues))}")
    images = bytes(range(7 * i, 7 * i + 7))
    associated = DIGEST + device + PAD_FILE + struct.pack("<Q", i)
    pads += ChaCha20Poly1305(hkdf(key, b"record")).encrypt(bytes(12), images, associated)
    chain = hkdf(chain, b"next")
print(f"pads {(header + pads).hex()}")

state = b"EVST" + bytes([1, 0, 0, 0]) + struct.pack("<QQ", 1, FIRST_INDEX) + PAD_FILE
state += bytes(range(32))
print(f"state {(state + struct.pack('<II', crc32c(state), 0)).hex()}")
