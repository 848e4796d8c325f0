package io.edgeveil.broker;

import io.edgeveil.broker.certificate.CertificateId;
import java.util.Optional;

/** Leave for one device to be connected, and what it rests on; see {@link DeviceAccess}. */
public final class DeviceAdmission {
  private final Accounts.Admission admission;

  DeviceAdmission(Accounts.Admission admission) {
    this.admission = admission;
  }

  /** Id of the device. */
  public String device() {
    return admission.account().name();
  }

  /** The certificate that counts for the device, if it has one. */
  public Optional<CertificateId> certificate() {
    return admission.certificate();
  }

  Accounts.Admission admission() {
    return admission;
  }

  /** The device alone. */
  @Override
  public String toString() {
    return "DeviceAdmission[" + device() + "]";
  }
}
