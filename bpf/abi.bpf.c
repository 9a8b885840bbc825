// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * One variable per struct and enum of lib/abi.h, because BTF keeps only types that a variable uses. Never loaded;
 * `make abi` dumps its BTF to abi.json.
 */
#include "lib/vmlinux.h"

#include "lib/abi.h"

struct identity_key identity_key;
struct endpoint_entry endpoint_entry;
struct subject_entry subject_entry;
struct peer_class_key peer_class_key;
struct port_class_key port_class_key;
struct verdict_key verdict_key;
struct conntrack_key conntrack_key;
struct conntrack_entry conntrack_entry;
struct fragment_key fragment_key;
struct fragment_ports fragment_ports;
struct verdict_event verdict_event;
struct denial_key denial_key;
struct denial denial;
struct spoof_key spoof_key;
struct spoof spoof;
struct counter_key counter_key;
struct pair_key pair_key;
struct settings settings;

enum abi_constant abi_constant;
enum direction direction;
enum verdict verdict;
enum isolation_mode isolation_mode;
enum drop_reason drop_reason;
enum identity_kind identity_kind;
enum conntrack_flag conntrack_flag;
enum loss loss;
